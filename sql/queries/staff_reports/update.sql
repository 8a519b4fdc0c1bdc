-- Makes a new version of each report; reports_place has the last word on place and precision. `within`: whether it is within one's areas afterwards.
-- params: limitAreas, states
update reports r set
  version = r.version + 1,
  category_code = d.category,
  kind_code = d.kind,
  status = d.status,
  resolved_at = d."resolvedAt",
  hidden_at = d."hiddenAt",
  hidden_reason = d."hiddenReason",
  location = st_setsrid(st_makepoint(d.lng, d.lat), 4326),
  assigned_area_id = (select id from areas where code = d."assignedArea"),
  precision = d.precision,
  moderated_at = d."moderatedAt",
  published_description = d."publishedDescription",
  published_landmark = d."publishedLandmark",
  body_id = (select id from bodies where code = d.body),
  body_by_hand = d."bodyByHand",
  due_on = d."dueOn",
  merged_into = d."mergedInto",
  flags_seen_at = d."flagsSeenAt",
  description = d.description,
  landmark = d.landmark,
  verdicts_seen_at = d."verdictsSeenAt",
  updated_at = now()
from json_to_recordset(:states::json) as d (
  id uuid, category text, kind text, status text, "resolvedAt" timestamptz, "hiddenAt" timestamptz, "hiddenReason" text, lng float8, lat float8,
  "assignedArea" text, precision text, "moderatedAt" timestamptz, "publishedDescription" text, "publishedLandmark" text, body text,
  "bodyByHand" boolean, "dueOn" date, "mergedInto" uuid, "flagsSeenAt" timestamptz,
  description text, landmark text, "verdictsSeenAt" timestamptz
)
where r.id = d.id
returning r.id, r.version, r.precision, (:limitAreas::integer[] is null or coalesce(r.area_id = any (:limitAreas::integer[]), false)) as within
