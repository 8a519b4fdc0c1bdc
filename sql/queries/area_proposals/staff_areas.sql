-- Boundaries of all areas, in force or not, as GeoJSON to the last digit: who edits one corner leaves the others as they are.
-- params:
select code, st_asgeojson(geometry, 15)::json as geometry from areas
