-- Counts, supports and households of the reports that fit a filter, for any of the groupings; a grouping that was not asked for is null throughout.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, byArea, byCategory, byKind, byStatus, byMonth
select
  case when :byArea::boolean then r.area_code end as area,
  case when :byCategory::boolean then r.category_code end as category,
  case when :byKind::boolean then r.kind_code end as kind,
  case when :byStatus::boolean then r.status end as status,
  case when :byMonth::boolean then to_char(r.reported_at at time zone 'Asia/Bishkek', 'YYYY-MM') end as month,
  count(*)::integer as count,
  coalesce(sum(r.supports), 0)::integer as supports,
  coalesce(sum(r.households), 0)::integer as households
from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
