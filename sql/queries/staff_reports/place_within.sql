-- Whether a place in degrees, or an area where there is none, is within some areas.
-- params: limitAreas, lng, lat, area
select coalesce(
  case when :lng::float8 is null then :area::integer else area_at(st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326)) end
    = any (:limitAreas::integer[]),
  false
) as within
