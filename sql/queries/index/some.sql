-- What the index keeps of the reports named; those that are no longer published are not among the rows.
-- params: ids
-- prepared
select
  r.id, st_x(r.location) as lng, st_y(r.location) as lat, r.category_code as "categoryCode", r.kind_code as "kindCode", r.status,
  r.area_id as "areaId", r.area_code as "areaCode", r.precision,
  (extract(epoch from r.reported_at) * 1000)::bigint as "reportedAt",
  (extract(epoch from r.resolved_at) * 1000)::bigint as "resolvedAt",
  r.supports, r.households, r.demo
from published_reports r
where r.id = any (:ids::uuid[])
