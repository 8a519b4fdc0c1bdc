-- Changes a kind.
-- params: code, name, precision, position, retired
update kinds
set
  name_ky = :name::json ->> 'ky', name_ru = :name::json ->> 'ru', name_en = :name::json ->> 'en', precision = :precision,
  position = :position::integer, retired_at = case when :retired::boolean then coalesce(retired_at, now()) end
where code = :code
