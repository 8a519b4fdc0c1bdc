-- Changes a body.
-- params: code, nameKy, nameRu, nameEn, confirmed, retired
update bodies set
  name_ky = :nameKy, name_ru = :nameRu, name_en = :nameEn, confirmed = :confirmed::boolean,
  retired_at = case when :retired::boolean then coalesce(retired_at, now()) end, version = version + 1
where code = :code
