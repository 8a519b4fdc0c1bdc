-- A route, held until the end of the transaction.
-- params: id
select
  w.category_code as category, w.kind_code as kind, (select code from areas where id = w.area_id) as area,
  (select code from bodies where id = w.body_id) as body, w.valid_from::text as "validFrom", w.valid_to::text as "validTo", w.version
from body_routes w
where w.id = :id::integer
for update
