-- Which body answers for what where: kinds before categories, smaller areas before larger ones.
-- params:
select
  w.id, coalesce(w.kind_code, w.category_code) as category, a.code as area, b.code as body, w.valid_from::text as "validFrom",
  w.valid_to::text as "validTo", w.version
from body_routes w
join bodies b on b.id = w.body_id
left join areas a on a.id = w.area_id
order by
  w.kind_code is null, w.category_code is null, w.category_code, w.kind_code,
  array_position(array['quarter', 'settlement', 'mtu', 'city'], a.kind) nulls last, a.code, w.valid_from desc nulls last, w.id
