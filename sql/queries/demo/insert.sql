-- Stores invented reports; reports_place assigns area, precision and published point as for any other.
-- params: reports
insert into reports (
  id, code, category_code, kind_code, status, language, channel, demo, location, asked_area_id, precision, landmark, description,
  published_landmark, published_description, households, reported_at, updated_at, resolved_at
)
select
  t.id, t.code, t.category, t.kind, t.status, t.language, t.channel, true, st_setsrid(st_makepoint(t.lng, t.lat), 4326), a.id, t.precision,
  t.landmark, t.description,
  case when t.moderated then t.landmark end, case when t.moderated then t.description end,
  t.households, t."reportedAt", t."updatedAt", t."resolvedAt"
from json_to_recordset(:reports::json) as t (
  id uuid, code text, category text, kind text, status text, language text, channel text, lng float8, lat float8, "askedArea" text,
  precision text, landmark text, description text, moderated boolean, households integer, "reportedAt" timestamptz,
  "updatedAt" timestamptz, "resolvedAt" timestamptz
)
left join areas a on a.code = t."askedArea"
