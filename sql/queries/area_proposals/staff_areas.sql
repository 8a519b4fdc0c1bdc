-- Boundaries of all areas, in force or not, as GeoJSON with seven decimals.
-- params:
select code, st_asgeojson(geometry, 7)::json as geometry from areas
