-- Counts a device among the supporters of a published report, once.
-- params: id, deviceHmac
insert into report_supports (report_id, device_hmac)
select id, :deviceHmac::bytea from published_reports where id = :id
on conflict (report_id, device_hmac) do nothing
returning report_id
