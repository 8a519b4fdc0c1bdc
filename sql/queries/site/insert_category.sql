-- Adds a category after all others.
-- params: code, name, shortName, icon, color, iconColor, precision, urgent, nearby
insert into categories (
  code, position, name_ky, name_ru, name_en, short_ky, short_ru, short_en, icon, color, icon_color, precision, urgent, nearby_metres, nearby_days
)
select
  :code, coalesce((select max(position) from categories), 0) + 1,
  :name::json ->> 'ky', :name::json ->> 'ru', :name::json ->> 'en',
  :shortName::json ->> 'ky', :shortName::json ->> 'ru', :shortName::json ->> 'en',
  :icon, :color, :iconColor, :precision, :urgent::boolean,
  (:nearby::json ->> 'metres')::integer, (:nearby::json ->> 'days')::integer
