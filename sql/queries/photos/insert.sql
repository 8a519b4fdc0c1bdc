-- Stores a photo as the last of its report, unless as many of its role were sent for its home as may be, one of this key or one with this device's answer. The report must be locked.
-- params: id, reportId, homeId, role, sentKey, sentHash, sentBytes, width, height, storageKey, photosMax, mark
with verdict as (
  select resolved_at as about from report_verdicts where report_id = :reportId::uuid and device_hmac = :mark::bytea
)
insert into report_photos
  (id, report_id, home_id, role, position, width_pixels, height_pixels, storage_key, sent_key, sent_hash, sent_bytes, verdict_hmac, verdict_about)
select
  :id::uuid, :reportId::uuid, nullif(:homeId::uuid, :reportId::uuid), :role, coalesce(max(position), 0) + 1, :width::integer, :height::integer, :storageKey::text, :sentKey::uuid,
  :sentHash::bytea, :sentBytes::integer, :mark::bytea, (select about from verdict)
from report_photos
where report_id = :reportId::uuid
having
  count(*) filter (
    where role = :role and coalesce(home_id, report_id) = :homeId::uuid and (:mark::bytea is null or (state <> 'refused' and verdict_about = (select about from verdict)))
  ) < :photosMax::integer
on conflict do nothing
returning id
