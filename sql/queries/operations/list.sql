-- Changes of many reports, all of whose reports one may know, newest first, before a number.
-- params: limitAreas, before, limit
select
  o.id, o.action, utc_text(o.created_at) as at, u.name as by, (select count(*) from operation_entries e where e.operation_id = o.id)::integer as changed,
  o.undone_at is not null as undone
from staff_operations o
join staff_users u on u.id = o.user_id
where (:before::bigint is null or o.id < :before::bigint)
  and not exists (
    select from operation_entries e
    where e.operation_id = o.id and not exists (select from staff_reports(:limitAreas::integer[]) as r where r.id = e.report_id)
  )
order by o.id desc
limit :limit::integer
