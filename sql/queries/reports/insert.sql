-- Stores a new report; reports_place assigns area, precision and published point.
-- params: code, category, kind, lng, lat, askedArea, precision, landmark, description, households, observedAt, language, channel, manageTokenHash
insert into reports (
  code, category_code, kind_code, location, asked_area_id, precision, landmark, description, households, observed_at, language, channel,
  manage_token_hash
)
values (
  :code, :category, :kind, st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326), :askedArea::integer, :precision, :landmark, :description,
  :households::integer, :observedAt::timestamptz, :language, :channel, :manageTokenHash::bytea
)
on conflict (code) do nothing
returning id
