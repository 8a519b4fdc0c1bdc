-- Changes a category.
-- params: code, name, shortName, icon, color, iconColor, precision, urgent, retired, nearby
update categories
set
  name_ky = :name::json ->> 'ky', name_ru = :name::json ->> 'ru', name_en = :name::json ->> 'en',
  short_ky = :shortName::json ->> 'ky', short_ru = :shortName::json ->> 'ru', short_en = :shortName::json ->> 'en',
  icon = :icon, color = :color, icon_color = :iconColor, precision = :precision, urgent = :urgent::boolean,
  nearby_metres = (:nearby::json ->> 'metres')::integer, nearby_days = (:nearby::json ->> 'days')::integer,
  retired_at = case when :retired::boolean then coalesce(retired_at, now()) end, version = version + 1
where code = :code
