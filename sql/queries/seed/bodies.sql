-- Adds responsible bodies that are missing: proposals, to be confirmed by the administrator.
-- params: bodies
insert into bodies (code, name_ky, name_ru, name_en, confirmed, source)
select b ->> 'code', b #>> '{name,ky}', b #>> '{name,ru}', b #>> '{name,en}', (b ->> 'confirmed')::boolean, b ->> 'source'
from json_array_elements(:bodies::json) as b
on conflict (code) do nothing
