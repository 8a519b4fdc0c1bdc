-- Changes a route.
-- params: id, category, kind, area, body, validFrom, validTo
update body_routes set
  category_code = :category::text, kind_code = :kind::text, area_id = (select id from areas where code = :area::text),
  body_id = (select id from bodies where code = :body), valid_from = :validFrom::date, valid_to = :validTo::date, version = version + 1
where id = :id::integer
