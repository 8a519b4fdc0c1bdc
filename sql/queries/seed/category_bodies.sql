-- Proposes who answers for each category that has no proposal yet.
-- params: categories
insert into category_bodies (category_code, body_id, position)
select c ->> 'code', b.id, position
from json_array_elements(:categories::json) as c
cross join json_array_elements_text(c -> 'bodies') with ordinality as t (body_code, position)
join bodies b on b.code = body_code
where not exists (select from category_bodies e where e.category_code = c ->> 'code')
on conflict do nothing
