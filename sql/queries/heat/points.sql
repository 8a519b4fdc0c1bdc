-- What heat is made of: one row a report that fits a filter; place and weights only where the published place is finer than its settlement.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo
select
  r.area_id as "areaId",
  case when r.precision <> 'area' then st_x(r.location) end as lng,
  case when r.precision <> 'area' then st_y(r.location) end as lat,
  r.precision = 'area' as "areaOnly",
  r.supports,
  coalesce(r.households, 0) as households
from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r
