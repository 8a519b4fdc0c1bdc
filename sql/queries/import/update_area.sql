-- Changes an area; areas_keep_version keeps what it was. Its label point is the one given, else the old one as long as the boundary is the same, else a point inside.
-- params: id, code, kind, parent, nameKy, nameRu, nameEn, shortNameKy, shortNameRu, shortNameEn, households, approximate, source, validFrom, validTo, geometry, labelLng, labelLat
with drawn as (
  select st_multi(st_geomfromgeojson(:geometry)) as shape
),
labelled as (
  select shape, st_pointonsurface(shape) as inner_point, st_snaptogrid(st_pointonsurface(shape), 0.000001) as snapped from drawn
)
update areas a
set
  code = :code,
  kind = :kind,
  parent_id = (select id from areas where code = :parent),
  name_ky = :nameKy,
  name_ru = :nameRu,
  name_en = :nameEn,
  short_name_ky = :shortNameKy,
  short_name_ru = :shortNameRu,
  short_name_en = :shortNameEn,
  households = :households::integer,
  approximate = :approximate::boolean,
  source = :source,
  valid_from = :validFrom::date,
  valid_to = :validTo::date,
  geometry = shape,
  label_point = case
    when :labelLng::float8 is not null then st_setsrid(st_makepoint(:labelLng::float8, :labelLat::float8), 4326)
    when st_asbinary(a.geometry) = st_asbinary(shape) then a.label_point
    when st_covers(shape, snapped) then snapped
    else inner_point
  end
from labelled
where a.id = :id::integer
