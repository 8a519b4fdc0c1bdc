-- How many reports within one's areas have text or photos that nobody has looked at.
-- params: limitAreas
select count(*)::integer as waiting
from (
  select r.id
  from staff_reports(:limitAreas::integer[]) as r
  where r.moderated_at is null
    and r.hidden_at is null
    and r.merged_into is null
    and (r.description is not null or r.landmark is not null)
    and is_waiting(r)
    and (not r.demo or (select demo_shown(null)))
  union
  select r.id
  from staff_reports(:limitAreas::integer[]) as r
  where r.id in (select p.report_id from report_photos p where p.state = 'pending')
    and r.hidden_at is null
    and (not r.demo or (select demo_shown(null)))
) as w
