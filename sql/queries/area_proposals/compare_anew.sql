-- Keeps what an open proposal would change as the areas are now.
-- params: id, differences, seenState
update area_proposals set differences = :differences::jsonb, seen_state = :seenState where id = :id::bigint and state = 'open'
