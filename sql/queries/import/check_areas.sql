-- Why a boundary is not valid and where, and whether the label point asked for lies inside it.
-- params: features
with drawn as materialized (
  select f ->> 'code' as code, st_geomfromgeojson(f ->> 'geometry') as shape, f -> 'label' as label
  from json_array_elements(:features::json) as f
),
checked as materialized (
  select d.code, d.shape, d.label, st_isvaliddetail(d.shape) as detail from drawn d
)
select
  c.code,
  (c.detail).reason as reason,
  round(st_x((c.detail).location)::numeric, 7)::float8 as lng,
  round(st_y((c.detail).location)::numeric, 7)::float8 as lat,
  case
    when not (c.detail).valid or c.label is null or json_typeof(c.label) = 'null' then true
    else st_covers(c.shape, st_setsrid(st_makepoint((c.label ->> 0)::float8, (c.label ->> 1)::float8), 4326))
  end as "labelInside"
from checked c
