-- Assigns reports anew that lie near one of the boxes or in one of the areas, and counts them by the published area before and after: touching the location fires reports_place, which never publishes more finely than before.
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
  update reports r
  set location = r.location
  from near n
  join reports old on old.id = n.id
  where r.id = n.id
  returning old.published_area_id as before_id, r.published_area_id as after_id
),
moves as (
  select before_id, after_id, count(*)::integer as reports from assigned group by before_id, after_id
)
select b.code as "from", a.code as "to", m.reports
from moves m
left join areas b on b.id = m.before_id
left join areas a on a.id = m.after_id
order by m.reports desc, b.code nulls last, a.code nulls last
