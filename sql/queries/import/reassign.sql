-- Assigns reports anew that lie near one of the boxes or in one of the areas: touching the location fires reports_place, which never publishes more finely than before.
-- params: ids, boxes
with near as (
  -- a coarse point lies within 71 m of its place, which is less than this many degrees everywhere UTM reaches
  select r.id
  from unnest(:boxes::text[]) as box
  join reports r on r.location && st_expand(st_geomfromewkt(box), 0.01)
  union
  select r.id from reports r where r.area_id = any (:ids::integer[])
  union
  select r.id from reports r where r.published_area_id = any (:ids::integer[])
  union
  select r.id from reports r where r.asked_area_id = any (:ids::integer[])
),
assigned as (
  update reports r set location = r.location from near n where r.id = n.id returning r.id
)
select count(*)::integer as count from assigned
