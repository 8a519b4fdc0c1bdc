-- How many published reports are assigned to no area.
-- params:
select count(*)::integer as reports from published_reports where area_id is null
