-- Counts a device among the supporters of a published report and all that are counted with it, once; the first of its marks is that for the report itself.
-- params: id, deviceHmacs
insert into report_supports (report_id, device_hmac)
select r.id, (:deviceHmacs::bytea[])[1]
from published_reports r
where r.id = :id::uuid
  and not exists (
    select from report_supports s
    where s.report_id in (select reports_within(r.id)) and s.device_hmac = any (:deviceHmacs::bytea[])
  )
on conflict (report_id, device_hmac) do nothing
returning report_id
