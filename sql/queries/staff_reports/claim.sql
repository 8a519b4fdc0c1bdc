-- Takes a report, or keeps it longer, unless somebody else has it; answers who has it now. No row: there is no such report.
-- params: limitAreas, id, userId, minutes
with taken as (
  insert into report_claims as k (report_id, user_id, expires_at)
  select r.id, :userId::integer, now() + make_interval(mins => :minutes::integer)
  from staff_reports(:limitAreas::integer[]) as r
  where r.id = :id::uuid
  on conflict (report_id) do update set user_id = excluded.user_id, expires_at = excluded.expires_at
  where k.user_id = excluded.user_id or k.expires_at <= now()
  returning report_id, user_id, expires_at
)
select u.id = :userId::integer as claimed, u.name as by, utc_text(held.expires_at) as until
from staff_reports(:limitAreas::integer[]) as r
join (
  select report_id, user_id, expires_at from taken
  union all
  select report_id, user_id, expires_at from report_claims where not exists (select from taken)
) as held on held.report_id = r.id
join staff_users u on u.id = held.user_id
where r.id = :id::uuid
