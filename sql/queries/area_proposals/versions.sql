-- What an area was before each change, newest first.
-- params: code
select
  v.code, v.kind, json_build_object('ky', v.name_ky, 'ru', v.name_ru, 'en', v.name_en) as name, v.households, v.approximate, v.source,
  v.in_force_from as "from", v.replaced_at as until, st_asgeojson(v.geometry, 7)::json as geometry
from area_versions v
join areas a on a.id = v.area_id
where a.code = :code
order by v.replaced_at desc, v.id desc
limit 50
