-- A page of what the index keeps of every published report, by id.
-- params: after, limit
select
  r.id, st_x(r.location) as lng, st_y(r.location) as lat, r.category_code as "categoryCode", r.kind_code as "kindCode", r.status,
  r.area_id as "areaId", r.area_code as "areaCode", r.precision,
  (extract(epoch from r.reported_at) * 1000)::bigint as "reportedAt",
  (extract(epoch from r.resolved_at) * 1000)::bigint as "resolvedAt",
  r.supports, r.households, r.demo
from published_reports r
where r.id > :after::uuid
order by r.id
limit :limit::integer
