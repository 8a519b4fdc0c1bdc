-- When each area, in force or not, was last changed: the same texts as in import/area_state, without its counts and shapes.
-- params:
select id, updated_at::text as stamp from areas
