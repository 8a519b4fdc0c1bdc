-- Adds a body; no row when its code is taken.
-- params: code, nameKy, nameRu, nameEn, confirmed, retired
insert into bodies (code, name_ky, name_ru, name_en, confirmed, retired_at)
values (:code, :nameKy, :nameRu, :nameEn, :confirmed::boolean, case when :retired::boolean then now() end)
on conflict (code) do nothing
returning code
