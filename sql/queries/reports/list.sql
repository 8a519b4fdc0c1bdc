-- One page of published reports as GeoJSON texts, newest first, after a cursor. The order is published, so that a page tells no finer time.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, afterTime, afterId, limit
select report_feature(r)::text as feature, r.id, to_char(r.reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reportedAt"
from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r
where :afterTime::timestamptz is null or (r.reported_at, r.id) < (:afterTime::timestamptz, :afterId::uuid)
order by r.reported_at desc, r.id desc
limit :limit::integer
