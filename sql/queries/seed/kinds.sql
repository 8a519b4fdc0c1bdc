-- Adds kinds that are missing.
-- params: categories
insert into kinds (code, category_code, position, name_ky, name_ru, name_en, precision)
select k ->> 'code', c ->> 'code', position, k #>> '{name,ky}', k #>> '{name,ru}', k #>> '{name,en}', k ->> 'precision'
from json_array_elements(:categories::json) as c
cross join json_array_elements(c -> 'kinds') with ordinality as t (k, position)
on conflict (code) do nothing
