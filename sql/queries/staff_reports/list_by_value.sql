-- One page of the reports staff may know in the order of a value, after a cursor; among equals the newest first, those without a value last.
-- params: limitAreas, areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, hidden, waiting, overdue, unassigned, flagged, pendingPhotos, doubted, bodies, sort, listed, descending, afterValue, afterTime, afterId, limit
select
  staff_report(r)::text as report, r.id, to_char(r.reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  nullif(v.value, 'Infinity') as value
from staff_filtered_reports(
  :limitAreas::integer[], :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[],
  :since::timestamptz, :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean, :hidden::boolean,
  :waiting::boolean, :overdue::boolean, :unassigned::boolean, :flagged::boolean, :pendingPhotos::boolean, :doubted::boolean, :bodies::text[]
) as r
left join staff_sort_ranks(:sort::text, :listed::text[]) as o on o.code = case :sort::text
  when 'category' then coalesce(r.kind_code, r.category_code)
  when 'area' then r.area_id::text
  when 'status' then r.status
  when 'body' then r.body_id::text
  when 'precision' then r.precision
  when 'channel' then r.channel
  when 'hidden' then r.hidden_reason
end
cross join lateral (
  select coalesce(
    case when :descending::boolean then -1 else 1 end * case :sort::text
      when 'due' then (r.due_on - date '2000-01-01')::double precision
      when 'supports' then r.supports::double precision
      when 'households' then nullif(coalesce(r.households, 0) + r.households_merged, 0)::double precision
      else o.rank
    end,
    'Infinity'
  ) as value
) as v
where :afterId::uuid is null
  or v.value > coalesce(:afterValue::double precision, 'Infinity')
  or (v.value = coalesce(:afterValue::double precision, 'Infinity') and (r.reported_at, r.id) < (:afterTime::timestamptz, :afterId::uuid))
order by v.value, r.reported_at desc, r.id desc
limit :limit::integer
