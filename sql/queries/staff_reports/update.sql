-- Makes a new version of a report; reports_place has the last word on place and precision. No row: it is not within one's areas afterwards.
-- params: limitAreas, id, category, kind, status, resolvedAt, hiddenAt, hiddenReason, lng, lat, assignedArea, precision, moderatedAt, publishedDescription, publishedLandmark
update reports set
  version = version + 1,
  category_code = :category,
  kind_code = :kind::text,
  status = :status,
  resolved_at = :resolvedAt::timestamptz,
  hidden_at = :hiddenAt::timestamptz,
  hidden_reason = :hiddenReason::text,
  location = st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326),
  assigned_area_id = (select id from areas where code = :assignedArea::text),
  precision = :precision,
  moderated_at = :moderatedAt::timestamptz,
  published_description = :publishedDescription::text,
  published_landmark = :publishedLandmark::text,
  updated_at = now()
where id = :id::uuid
returning version, precision, (:limitAreas::integer[] is null or coalesce(area_id = any (:limitAreas::integer[]), false)) as within
