-- Notes that a proposal was applied, with what is needed to take it back.
-- params: id, userId, differences, beforeAreas, afterState
update area_proposals
set
  state = 'applied', applied_by = :userId::integer, applied_at = clock_timestamp(), differences = :differences::jsonb,
  before_areas = :beforeAreas::jsonb, after_state = :afterState
where id = :id::bigint
