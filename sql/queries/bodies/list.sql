-- All bodies, or one of them, with how many open reports each has to answer within one's areas, counted up to 1,000.
-- params: limitAreas, code
select
  b.code, json_build_object('ky', b.name_ky, 'ru', b.name_ru, 'en', b.name_en) as name, b.confirmed, b.retired_at is not null as retired,
  (
    select count(*)
    from (select from staff_reports(:limitAreas::integer[]) as r where r.body_id = b.id and is_open(r) limit 1000) as few
  )::integer as open,
  b.version
from bodies b
where :code::text is null or b.code = :code::text
order by b.retired_at is not null, b.code
