-- Which of some reports are open, of a category and near a place, reported since a time, as GeoJSON texts with commas between them, nearest first, measured to the published point; area reports have no place to be near to. The index names the reports: where they lie dense, hundreds are in the box of a place.
-- params: ids, lng, lat, category, metres, since, limit
-- prepared
select coalesce(string_agg(left(n.feature, -2) || ',"distance":' || n.distance || '}}', ',' order by n.distance, n.id), '') as features
from (
  select r.feature, r.id, round(st_distance(r.location::geography, place::geography)::numeric, 1)::float8 as distance
  from st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326) as place
  join published_reports r
    on r.id = any (:ids::uuid[])
  where r.category_code = :category
    and r.precision <> 'area'
    and r.status in ('new', 'verified', 'in_progress')
    and r.reported_at >= :since::timestamptz
    and (not r.demo or (select demo_shown(null)))
    and st_dwithin(r.location::geography, place::geography, :metres::float8)
  order by distance, r.id
  limit :limit::integer
) as n
