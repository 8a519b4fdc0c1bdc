-- What files say of areas in force: their names, and whether their boundaries are placeholders.
-- params:
select code, json_build_object('ky', name_ky, 'ru', name_ru, 'en', name_en) as name, approximate
from areas
where area_in_force(valid_from, valid_to)
