-- Areas in force as GeoJSON texts, with counts of the reports that fit a filter; those of a part count for the whole.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, kinds
with recursive counted as (
  select r.area_id, count(*)::integer as reports, count(*) filter (where r.status = 'resolved')::integer as resolved,
    count(*) filter (where r.status in ('new', 'verified', 'in_progress'))::integer as open
  from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r
  group by r.area_id
),
-- every area with each of its parts, itself included
parts as (
  select id as whole, id as part from areas
  union all
  select p.whole, a.id from parts p join areas a on a.parent_id = p.part
),
totals as (
  select p.whole, sum(c.reports)::integer as reports, sum(c.open)::integer as open, sum(c.resolved)::integer as resolved
  from parts p join counted c on c.area_id = p.part
  group by p.whole
)
select a.code, json_build_object(
  'type', 'Feature',
  'id', a.code,
  'geometry', st_asgeojson(st_forcepolygonccw(a.geometry), 6)::json,
  'properties', json_build_object(
    'code', a.code,
    'kind', a.kind,
    'parent', p.code,
    'name', json_build_object('ky', a.name_ky, 'ru', a.name_ru, 'en', a.name_en),
    'shortName', json_build_object(
      'ky', coalesce(a.short_name_ky, a.name_ky), 'ru', coalesce(a.short_name_ru, a.name_ru), 'en', coalesce(a.short_name_en, a.name_en)
    ),
    'labelPoint', st_asgeojson(a.label_point, 6)::json -> 'coordinates',
    'approximate', a.approximate,
    'households', a.households,
    'counts', json_build_object('reports', coalesce(t.reports, 0), 'open', coalesce(t.open, 0), 'resolved', coalesce(t.resolved, 0))
  )
)::text as feature
from areas a
left join areas p on p.id = a.parent_id
left join totals t on t.whole = a.id
where area_in_force(a.valid_from, a.valid_to) and (:kinds::text[] is null or a.kind = any (:kinds::text[]))
order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code
