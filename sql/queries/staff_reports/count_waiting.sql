-- How many reports within one's areas wait for somebody to look at their text.
-- params: limitAreas
select count(*)::integer as waiting
from staff_reports(:limitAreas::integer[]) as r
where r.moderated_at is null
  and r.hidden_at is null
  and r.merged_into is null
  and (r.description is not null or r.landmark is not null)
  and is_waiting(r)
  and (not r.demo or (select demo_shown(null)))
