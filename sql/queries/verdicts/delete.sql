-- Takes back what a device said about the resolution of a report.
-- params: id, deviceHmac
delete from report_verdicts where report_id = :id::uuid and device_hmac = :deviceHmac::bytea returning report_id
