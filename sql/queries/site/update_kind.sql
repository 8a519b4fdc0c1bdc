-- Changes a kind.
-- params: code, name, icon, precision, retired
update kinds
set
  name_ky = :name::json ->> 'ky', name_ru = :name::json ->> 'ru', name_en = :name::json ->> 'en', icon = :icon, precision = :precision,
  retired_at = case when :retired::boolean then coalesce(retired_at, now()) end, version = version + 1
where code = :code
