-- Adds a route.
-- params: category, kind, area, body, validFrom, validTo
insert into body_routes (category_code, kind_code, area_id, body_id, valid_from, valid_to)
values (
  :category::text, :kind::text, (select id from areas where code = :area::text), (select id from bodies where code = :body),
  :validFrom::date, :validTo::date
)
returning id
