-- Adds an area. Its label point is the one given, else a point inside.
-- params: code, kind, parent, nameKy, nameRu, nameEn, shortNameKy, shortNameRu, shortNameEn, households, approximate, source, validFrom, validTo, geometry, labelLng, labelLat
with drawn as (
  select st_multi(st_geomfromgeojson(:geometry)) as shape
),
labelled as (
  select shape, st_pointonsurface(shape) as inner_point, st_snaptogrid(st_pointonsurface(shape), 0.000001) as snapped from drawn
)
insert into areas (
  code, kind, parent_id, name_ky, name_ru, name_en, short_name_ky, short_name_ru, short_name_en, households, approximate, source,
  valid_from, valid_to, geometry, label_point
)
select
  :code, :kind, (select id from areas where code = :parent), :nameKy, :nameRu, :nameEn, :shortNameKy, :shortNameRu, :shortNameEn,
  :households::integer, :approximate::boolean, :source, :validFrom::date, :validTo::date, shape,
  coalesce(
    st_setsrid(st_makepoint(:labelLng::float8, :labelLat::float8), 4326),
    case when st_covers(shape, snapped) then snapped else inner_point end
  )
from labelled
