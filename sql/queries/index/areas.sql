-- Ids and codes of all areas.
-- params:
select id, code from areas
