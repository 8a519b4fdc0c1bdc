-- Responsible bodies.
-- params:
select code, json_build_object('ky', name_ky, 'ru', name_ru, 'en', name_en) as name, confirmed, retired_at is not null as retired
from bodies
order by code
