-- Keeps a proposal with what it would change.
-- params: name, userId, document, newCodes, endMissing, differences, seenState
insert into area_proposals (name, user_id, document, new_codes, end_missing, differences, seen_state)
values (:name, :userId::integer, :document::jsonb, :newCodes::jsonb, :endMissing::boolean, :differences::jsonb, :seenState)
returning id
