-- Proposals, newest first, without their boundaries.
-- params: limit
select
  p.id, p.name, u.name as by, p.created_at as "createdAt", p.state, a.name as "appliedBy", p.applied_at as "appliedAt",
  p.undone_at as "undoneAt", p.after_state as "afterState",
  p.applied_at is not null and p.applied_at = max(p.applied_at) filter (where p.state = 'applied') over () as last,
  jsonb_array_length(p.document -> 'features') as areas, (p.differences -> 'moved')::integer as moved
from area_proposals p
join staff_users u on u.id = p.user_id
left join staff_users a on a.id = p.applied_by
order by p.id desc
limit :limit::integer
