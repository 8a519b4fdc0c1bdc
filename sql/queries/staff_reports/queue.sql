-- The oldest reports within one's areas with text or photos that nobody has looked at, how urgent each is, and who else is just looking at it.
-- params: limitAreas, userId, limit
with waiting as (
  select r.id
  from staff_reports(:limitAreas::integer[]) as r
  where r.moderated_at is null
    and r.hidden_at is null
    and r.merged_into is null
    and (r.description is not null or r.landmark is not null)
    and is_waiting(r)
  union
  select r.id
  from staff_reports(:limitAreas::integer[]) as r
  where r.id in (select p.report_id from report_photos p where p.state = 'pending') and r.hidden_at is null
)
select
  staff_report(r)::text as report, c.urgent,
  (
    select u.name
    from report_claims k
    join staff_users u on u.id = k.user_id
    where k.report_id = r.id and k.expires_at > now() and k.user_id <> :userId::integer
  ) as "claimedBy"
from waiting w
join staff_reports(:limitAreas::integer[]) as r on r.id = w.id
join categories c on c.code = r.category_code
where not r.demo or (select demo_shown(null))
order by r.reported_at, r.id
limit :limit::integer
