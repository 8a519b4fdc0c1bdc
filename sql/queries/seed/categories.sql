-- Adds categories that are missing; what an administrator changed stays.
-- params: categories
insert into categories (
  code, position, name_ky, name_ru, name_en, short_ky, short_ru, short_en, icon, color, icon_color, precision, urgent, nearby_metres, nearby_days
)
select
  c ->> 'code', position,
  c #>> '{name,ky}', c #>> '{name,ru}', c #>> '{name,en}',
  c #>> '{short_name,ky}', c #>> '{short_name,ru}', c #>> '{short_name,en}',
  coalesce(c ->> 'icon', c ->> 'code'), c ->> 'color', c ->> 'icon_color', c ->> 'precision', (c ->> 'urgent')::boolean,
  (c #>> '{nearby,metres}')::integer, (c #>> '{nearby,days}')::integer
from json_array_elements(:categories::json) with ordinality as t (c, position)
on conflict (code) do nothing
