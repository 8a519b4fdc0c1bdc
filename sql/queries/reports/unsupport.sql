-- Takes a device's support back.
-- params: id, deviceHmac
delete from report_supports where report_id = :id and device_hmac = :deviceHmac::bytea
returning report_id
