-- Adds the placeholder settlements to a database without any area.
-- params: features
insert into areas (code, kind, name_ky, name_ru, name_en, short_name_ky, short_name_ru, short_name_en, approximate, source, geometry, label_point)
select
  p ->> 'code', p ->> 'kind', p ->> 'name_ky', p ->> 'name_ru', p ->> 'name_en',
  p ->> 'short_name_ky', p ->> 'short_name_ru', p ->> 'short_name_en',
  (p ->> 'approximate')::boolean, p ->> 'source', shape, st_snaptogrid(st_pointonsurface(shape), 0.000001)
from json_array_elements(:features::json) as f
cross join lateral (select f -> 'properties' as p, st_multi(st_geomfromgeojson(f ->> 'geometry')) as shape) as parts
where not exists (select from areas)
