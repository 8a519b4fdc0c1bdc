-- A proposal whole.
-- params: id
select
  p.id, p.name, u.name as by, p.created_at as "createdAt", p.state, a.name as "appliedBy", p.applied_at as "appliedAt",
  p.undone_at as "undoneAt", p.document, p.new_codes as "newCodes", p.end_missing as "endMissing", p.differences,
  p.seen_state as "seenState", p.before_areas as "beforeAreas", p.after_state as "afterState",
  p.state = 'applied' and p.applied_at = (select max(applied_at) from area_proposals where state = 'applied') as last
from area_proposals p
join staff_users u on u.id = p.user_id
left join staff_users a on a.id = p.applied_by
where p.id = :id::bigint
