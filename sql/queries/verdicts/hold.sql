-- Holds what a device said of a resolution, so that it is not taken back meanwhile. No row: it said nothing.
-- params: id, deviceHmac
select report_id from report_verdicts where report_id = :id::uuid and device_hmac = :deviceHmac::bytea for share
