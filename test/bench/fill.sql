-- Moves the made-up reports of bench_rows into reports, with the published columns as the trigger reports_place would set
-- them, for all rows at once: the trigger takes some 0.2 ms a row. bench.ts checks a sample against the trigger.
insert into reports (
  id, code, category_code, kind_code, status, location, area_id, reported_at, updated_at, resolved_at, description,
  published_description, households, supports, precision, published_location, published_area_id, published_at, published_search
)
select
  md5('report ' || m.number)::uuid,
  substr(translate(upper(md5('code ' || m.number)), '01', 'XY'), 1, 12),
  m.category_code, m.kind, m.status, m.place, within.id, m.reported_at, coalesce(m.resolved_at, m.reported_at), m.resolved_at, m.text,
  m.text, m.households, m.supports, m.precision,
  case when m.precision = 'area' then (select label_point from areas where id = settlement.id) else m.shown end,
  case when m.precision = 'area' then settlement.id else shown_within.id end,
  published_instant(m.reported_at, m.precision),
  to_tsvector('simple', fold_text(m.text))
from (
  select b.*, k.category_code, p.precision, l.place, case p.precision when 'exact' then l.place when 'coarse' then coarse_point(l.place) end as shown
  from bench_rows b
  join kinds k on k.code = b.kind
  cross join lateral (select coarser_precision(b.asked, k.precision) as precision offset 0) p
  cross join lateral (select st_setsrid(st_makepoint(b.lng, b.lat), 4326) as place offset 0) l
  offset 0
) m
left join lateral (
  select id from areas a
  where st_covers(a.geometry, m.place) and a.kind in ('settlement', 'quarter') and area_in_force(a.valid_from, a.valid_to)
  order by a.kind = 'quarter' desc, st_area(a.geometry), a.code
  limit 1
) within on true
left join lateral (
  select id from areas a
  where st_covers(a.geometry, m.shown) and a.kind in ('settlement', 'quarter') and area_in_force(a.valid_from, a.valid_to)
  order by a.kind = 'quarter' desc, st_area(a.geometry), a.code
  limit 1
) shown_within on true
left join lateral (
  select settlement_of(within.id) as id where m.precision = 'area' and within.id is not null
) settlement on true
