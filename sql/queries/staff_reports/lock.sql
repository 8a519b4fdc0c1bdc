-- What staff may change of a report, held until the end of the transaction.
-- params: limitAreas, id
select
  r.version, r.category_code as category, r.kind_code as kind, r.status, r.resolved_at as "resolvedAt", r.hidden_at as "hiddenAt",
  r.hidden_reason as "hiddenReason", st_x(r.location) as lng, st_y(r.location) as lat,
  (select code from areas where id = r.assigned_area_id) as "assignedArea", r.precision, r.moderated_at as "moderatedAt",
  r.published_description as "publishedDescription", r.published_landmark as "publishedLandmark"
from reports r
where r.id = :id::uuid and (:limitAreas::integer[] is null or r.area_id = any (:limitAreas::integer[]))
for update
