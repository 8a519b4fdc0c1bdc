-- Boundaries of areas by id.
-- params: ids
select id, code, st_asgeojson(geometry, 7)::json as geometry from areas where id = any (:ids::integer[]) order by code
