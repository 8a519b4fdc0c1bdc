-- Removes invented reports with their contacts, supporters and photos, and says how many there were.
-- params:
with removed as (delete from reports where demo returning id)
select count(*)::integer as count from removed
