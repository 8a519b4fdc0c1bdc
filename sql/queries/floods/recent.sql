-- The newest reports of the last seven days within one's areas that are neither hidden nor merged.
-- params: limitAreas, limit
select
  r.id, r.version, r.code, floor(extract(epoch from r.reported_at) * 1000)::bigint as "reportedAt", st_x(r.location) as lng, st_y(r.location) as lat,
  r.category_code as category, r.kind_code as kind, (select code from areas where id = r.area_id) as area, r.description as text, encode(o.address_hash, 'hex') as address
from staff_reports(:limitAreas::integer[]) as r
left join report_origins o on o.report_id = r.id
where r.reported_at > now() - interval '7 days' and r.hidden_at is null and r.merged_into is null and not r.demo
order by r.reported_at desc, r.id desc
limit :limit::integer
