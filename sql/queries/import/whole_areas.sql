-- Areas whole: facts, boundary and label point to the last digit, so that they can be put back as they are.
-- params: ids
select
  a.id,
  json_build_object(
    'code', a.code, 'kind', a.kind, 'parent', p.code, 'nameKy', a.name_ky, 'nameRu', a.name_ru, 'nameEn', a.name_en,
    'shortNameKy', a.short_name_ky, 'shortNameRu', a.short_name_ru, 'shortNameEn', a.short_name_en, 'households', a.households,
    'approximate', a.approximate, 'source', a.source, 'validFrom', a.valid_from::text, 'validTo', a.valid_to::text
  ) as facts,
  st_asgeojson(a.geometry, 15)::json -> 'coordinates' as coordinates,
  st_asgeojson(a.label_point, 15)::json -> 'coordinates' as "labelPoint"
from areas a
left join areas p on p.id = a.parent_id
where a.id = any (:ids::integer[])
order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code
