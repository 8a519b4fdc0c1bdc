-- Publishes a photo, takes it back or refuses it; the same state again keeps its time.
-- params: id, state
update report_photos
set
  state = :state::text,
  state_since = case when state = :state::text then state_since else now() end,
  refused_reason = case when state = :state::text then refused_reason end
where id = :id::uuid
returning report_id as "reportId"
