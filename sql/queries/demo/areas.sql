-- Boundaries of the settlements that the demonstration is about, as lists of polygons.
-- params: codes
select code, st_asgeojson(geometry, 7)::json -> 'coordinates' as polygons
from areas
where code = any (:codes::text[])
order by code
