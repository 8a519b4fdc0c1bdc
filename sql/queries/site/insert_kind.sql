-- Adds a kind at the end of its category.
-- params: code, category, name, icon, precision
insert into kinds (code, category_code, position, name_ky, name_ru, name_en, icon, precision)
select
  :code, :category, coalesce((select max(position) from kinds where category_code = :category), 0) + 1,
  :name::json ->> 'ky', :name::json ->> 'ru', :name::json ->> 'en', :icon, :precision
