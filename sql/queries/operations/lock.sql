-- A change of many reports, held until the end of the transaction; no row when one of its reports is outside one's areas.
-- params: limitAreas, id
select o.id, o.action, o.undone_at as "undoneAt"
from staff_operations o
where o.id = :id::bigint
  and not exists (
    select from operation_entries e
    where e.operation_id = o.id and not exists (select from staff_reports(:limitAreas::integer[]) as r where r.id = e.report_id)
  )
for update of o
