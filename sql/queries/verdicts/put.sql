-- Keeps whether a device says that a resolved report is fixed; said again, the last word counts. No row unless it is resolved.
-- params: id, deviceHmac, fixed
insert into report_verdicts (report_id, device_hmac, fixed, resolved_at)
select r.id, :deviceHmac::bytea, :fixed::boolean, resolution_time(r)
from reports r
where r.id = :id::uuid and r.status = 'resolved'
on conflict (report_id, device_hmac) do update
set fixed = excluded.fixed, resolved_at = excluded.resolved_at, created_at = excluded.created_at
returning report_id
