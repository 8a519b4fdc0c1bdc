-- routed_body: who answers for a category or kind in an area on a day: the finest route in force, else the first body proposed for the category.
-- The kind counts for more than the category, then the smaller area for more than the larger, then the later start.
create or replace function routed_body(category text, kind text, area integer, on_day date) returns integer
language sql stable parallel safe
return coalesce(
  (
    with recursive up as (
      select id, parent_id, 1 as step from areas where id = area
      union all
      select a.id, a.parent_id, up.step + 1 from areas a join up on a.id = up.parent_id where up.step < 8
    )
    select w.body_id
    from body_routes w
    join bodies b on b.id = w.body_id and b.retired_at is null
    left join up on up.id = w.area_id
    where (w.category_code is null or w.category_code = category)
      and (w.kind_code is null or w.kind_code = kind)
      and (w.area_id is null or up.id is not null)
      and coalesce(w.valid_from <= on_day, true)
      and coalesce(w.valid_to > on_day, true)
    order by w.kind_code is null, w.category_code is null, up.step nulls last, w.valid_from desc nulls last, w.id desc
    limit 1
  ),
  (
    select b.id
    from category_bodies cb
    join bodies b on b.id = cb.body_id and b.retired_at is null
    where cb.category_code = category
    order by cb.position
    limit 1
  )
);

-- local_today: the day it is in Asia/Bishkek.
create or replace function local_today() returns date
language sql stable parallel safe
return (now() at time zone 'Asia/Bishkek')::date;
