-- The last change of a report that was not taken back but could be, with its values, and which change of many reports it belongs to; an undo is no change of its own, and a precision never gets finer again.
-- params: limitAreas, id
select
  a.id, a.action, a.via, (select e.operation_id from operation_entries e where e.audit_id = a.id) as operation,
  exists (select from report_history h where h.audit_id = a.id and h.is_public) as "isPublic",
  coalesce((
    select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after, 'erased', v.erased_at is not null))
    from audit_values v where v.entry_id = a.id
  ), '[]') as changes
from staff_reports(:limitAreas::integer[]) as r
join audit_log a on a.subject = 'report' and a.subject_id = r.id::text
where r.id = :id::uuid
  and a.report_version is not null
  and a.undoes is null
  and not exists (select from audit_log u where u.undoes = a.id)
  and (
    not exists (select from audit_values v where v.entry_id = a.id)
    or exists (select from audit_values v where v.entry_id = a.id and v.field <> 'precision')
  )
order by a.id desc
limit 1
