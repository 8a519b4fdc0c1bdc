-- resolution_time: which resolution of a report an answer is about; imported ones may not say when.
create or replace function resolution_time(r reports) returns timestamptz
language sql immutable parallel safe
return coalesce(r.resolved_at, r.reported_at);

-- report_verdicts_now: how many say that a report is fixed and how many that it is not, since it was resolved last; null unless it is resolved.
create or replace function report_verdicts_now(r reports) returns json
language sql stable parallel safe
return case
  when r.status = 'resolved' then (
    select json_build_object('fixed', count(*) filter (where v.fixed), 'notFixed', count(*) filter (where not v.fixed))
    from report_verdicts v
    where v.report_id = r.id and v.resolved_at = resolution_time(r)
  )
end;

-- is_doubted: whether residents say that what is marked as resolved is not, and nobody has looked at it yet. What who sent a merged report
-- opened again is the kept one; the line in its own history is not public.
create or replace function is_doubted(r reports) returns boolean
language sql stable parallel safe
return r.hidden_at is null and r.merged_into is null and case
  when r.status = 'resolved' then exists (
    select from report_verdicts v
    where v.report_id = r.id and not v.fixed and v.resolved_at = resolution_time(r)
      and v.created_at > coalesce(r.verdicts_seen_at, '-infinity')
  )
  when r.status = 'in_progress' then exists (
    select from report_history h
    where h.report_id = r.id and h.event = 'reopened' and h.actor = 'resident' and h.is_public and h.happened_at > coalesce(r.verdicts_seen_at, '-infinity')
  )
  else false
end;
