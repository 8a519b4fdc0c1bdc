-- One page of the reports staff may know, longest unchanged first, after a cursor.
-- params: limitAreas, areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, hidden, waiting, overdue, unassigned, flagged, pendingPhotos, doubted, bodies, afterTime, afterId, limit
select staff_report(r)::text as report, r.id, to_char(r.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
from staff_filtered_reports(
  :limitAreas::integer[], :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[],
  :since::timestamptz, :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean, :hidden::boolean,
  :waiting::boolean, :overdue::boolean, :unassigned::boolean, :flagged::boolean, :pendingPhotos::boolean, :doubted::boolean, :bodies::text[]
) as r
where :afterTime::timestamptz is null or (r.updated_at, r.id) > (:afterTime::timestamptz, :afterId::uuid)
order by r.updated_at, r.id
limit :limit::integer
