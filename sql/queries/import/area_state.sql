-- Every area with its size and how many published reports are assigned to it, large kinds first.
-- params:
select
  a.id, a.code, a.kind, p.code as parent,
  a.name_ky as "nameKy", a.name_ru as "nameRu", a.name_en as "nameEn",
  a.short_name_ky as "shortNameKy", a.short_name_ru as "shortNameRu", a.short_name_en as "shortNameEn",
  a.households, a.approximate, a.source, a.valid_from::text as "validFrom", a.valid_to::text as "validTo",
  round((st_area(a.geometry::geography) / 10000)::numeric, 2)::float8 as hectares,
  st_asewkt(st_envelope(a.geometry), 9) as box,
  md5(st_asbinary(a.geometry)) || md5(st_asbinary(a.label_point)) as shape,
  coalesce(r.count, 0) as reports,
  area_in_force(a.valid_from, a.valid_to) as "inForce",
  coalesce(a.valid_to <= (now() at time zone 'Asia/Bishkek')::date, false) as ended,
  a.updated_at::text as stamp
from areas a
left join areas p on p.id = a.parent_id
left join (select area_id, count(*)::integer as count from published_reports group by area_id) as r on r.area_id = a.id
order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code
