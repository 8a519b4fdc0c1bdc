-- Every category with its kinds, retired ones too.
-- params:
select
  c.code, json_build_object('ky', c.name_ky, 'ru', c.name_ru, 'en', c.name_en) as name,
  json_build_object('ky', c.short_ky, 'ru', c.short_ru, 'en', c.short_en) as "shortName",
  c.icon, c.color, c.icon_color as "iconColor", c.precision, c.position, c.urgent, c.retired_at is not null as retired, c.version,
  json_build_object('metres', c.nearby_metres, 'days', c.nearby_days) as nearby,
  coalesce(
    (select json_agg(
       json_build_object(
         'code', k.code, 'category', k.category_code, 'name', json_build_object('ky', k.name_ky, 'ru', k.name_ru, 'en', k.name_en),
         'icon', k.icon, 'precision', k.precision, 'position', k.position, 'retired', k.retired_at is not null, 'version', k.version
       ) order by k.position, k.code
     ) from kinds k where k.category_code = c.code),
    '[]'::json
  ) as kinds
from categories c
order by c.position, c.code
