-- Categories in use with their kinds and proposed bodies, in the order they are shown.
-- params:
select
  c.code,
  json_build_object('ky', c.name_ky, 'ru', c.name_ru, 'en', c.name_en) as name,
  json_build_object('ky', c.short_ky, 'ru', c.short_ru, 'en', c.short_en) as "shortName",
  c.icon,
  c.color,
  c.icon_color as "iconColor",
  c.precision,
  c.urgent,
  c.retired_at is not null as retired,
  json_build_object('metres', c.nearby_metres, 'days', c.nearby_days) as nearby,
  coalesce(
    (select json_agg(b.code order by cb.position) from category_bodies cb join bodies b on b.id = cb.body_id where cb.category_code = c.code),
    '[]'::json
  ) as bodies,
  coalesce(
    (select json_agg(
       json_strip_nulls(json_build_object(
         'code', k.code,
         'name', json_build_object('ky', k.name_ky, 'ru', k.name_ru, 'en', k.name_en),
         'icon', k.icon,
         'precision', k.precision,
         'retired', k.retired_at is not null
       )) order by k.position, k.code
     ) from kinds k where k.category_code = c.code),
    '[]'::json
  ) as kinds
from categories c
order by c.position, c.code
