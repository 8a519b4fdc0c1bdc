-- All that happened to a report, newest first: what staff did, by whom, with values that are not erased, and what residents and imports did.
-- params: limitAreas, id
select
  a.id as entry, utc_text(h.happened_at) as at, h.actor, u.name as by, h.event, h.status, h.note, h.is_public as "isPublic", a.action, a.undoes, (select e.operation_id from operation_entries e where e.audit_id = a.id) as operation,
  exists (select from audit_log x where x.undoes = a.id) as undone,
  coalesce((
    select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after, 'erased', v.erased_at is not null) order by v.field)
    from audit_values v where v.entry_id = a.id
  ), '[]') as changes
from staff_reports(:limitAreas::integer[]) as r
join report_history h on h.report_id = r.id
-- Who sent a merged report opens the kept one again: that change is no other report's to take back.
left join audit_log a on a.id = h.audit_id and (a.subject <> 'report' or a.subject_id = r.id::text)
left join staff_users u on u.id = a.user_id
where r.id = :id::uuid
order by h.id desc
