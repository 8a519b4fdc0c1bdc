-- The entries of a change of many reports with their values.
-- params: id
select
  a.id, a.action, a.via, e.report_id as "reportId",
  exists (select from report_history h where h.audit_id = a.id and h.is_public) as "isPublic",
  coalesce((
    select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after, 'erased', v.erased_at is not null))
    from audit_values v where v.entry_id = a.id
  ), '[]') as changes
from operation_entries e
join audit_log a on a.id = e.audit_id
where e.operation_id = :id::bigint
order by e.report_id
