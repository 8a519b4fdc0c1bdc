-- Keeps a flag on a published report, one of each device.
-- params: id, deviceHmac, reason, note
insert into report_flags (report_id, device_hmac, reason, note)
select id, :deviceHmac::bytea, :reason, :note::text from published_reports where id = :id::uuid
on conflict (report_id, device_hmac) do nothing
