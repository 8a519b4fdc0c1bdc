-- Takes a device's support back, of a report and all that are counted with it.
-- params: id, deviceHmacs
delete from report_supports
where report_id in (select reports_within(:id::uuid)) and device_hmac = any (:deviceHmacs::bytea[])
returning report_id
