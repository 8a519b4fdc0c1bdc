-- One page of published reports as GeoJSON texts with commas between them, newest first, after a cursor, and the cursor of the next page. The order is published, so that a page tells no finer time.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, afterTime, afterId, limit
with found as (
  -- one more than asked for tells whether there is a next page
  select r.feature, r.id, r.reported_at, row_number() over (order by r.reported_at desc, r.id desc) as number
  from filtered_reports(
    :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
    :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
  ) as r
  where :afterTime::timestamptz is null or (r.reported_at, r.id) < (:afterTime::timestamptz, :afterId::uuid)
  order by r.reported_at desc, r.id desc
  limit :limit::integer + 1
)
select
  coalesce(string_agg(f.feature, ',') filter (where f.number <= :limit::integer), '') as features,
  count(*) > :limit::integer as more,
  max(to_char(f.reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) filter (where f.number = :limit::integer) as "lastTime",
  max(f.id::text) filter (where f.number = :limit::integer) as "lastId"
from found f
