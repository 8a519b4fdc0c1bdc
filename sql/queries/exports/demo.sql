-- Whether any invented report is among those that fit a filter.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo
select exists (select from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r where r.demo) as demo
