-- What waits within one's areas, each number counted up to a limit.
-- params: limitAreas, max
select
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.moderated_at is null and r.hidden_at is null and (r.description is not null or r.landmark is not null) and is_waiting(r)
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as waiting,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.id in (select p.report_id from report_photos p where p.state = 'pending') and r.hidden_at is null
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as photos,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.id in (select f.report_id from report_flags f) and open_flags(r) > 0 and r.hidden_at is null
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as flagged,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.body_id is null and r.hidden_at is null and r.merged_into is null and r.status in ('new', 'verified', 'in_progress')
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as unassigned,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.due_on < local_today() and r.status in ('new', 'verified', 'in_progress') and is_overdue(r)
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as overdue,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.id in (select q.report_id from report_questions q where q.answered_at > now() - interval '7 days')
      limit :max::integer
    ) as few
  )::integer as answered,
  (
    select count(*) from (
      select from staff_reports(:limitAreas::integer[]) as r
      where r.id in (
          select v.report_id from report_verdicts v where not v.fixed
          union all
          select h.report_id from report_history h where h.event = 'reopened' and h.actor = 'resident'
        )
        and is_doubted(r)
        and (not r.demo or (select demo_shown(null)))
      limit :max::integer
    ) as few
  )::integer as doubted
