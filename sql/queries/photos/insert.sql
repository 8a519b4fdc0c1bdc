-- Stores a photo as the last of its report, unless there are as many of its role as there may be or one of this key. The report must be locked.
-- params: id, reportId, role, sentKey, sentHash, sentBytes, width, height, storageKey, photosMax
insert into report_photos (id, report_id, role, position, width_pixels, height_pixels, storage_key, sent_key, sent_hash, sent_bytes)
select
  :id::uuid, :reportId::uuid, :role, coalesce(max(position), 0) + 1, :width::integer, :height::integer, :storageKey::text, :sentKey::uuid,
  :sentHash::bytea, :sentBytes::integer
from report_photos
where report_id = :reportId::uuid
having count(*) filter (where role = :role and home_id is null) < :photosMax::integer
on conflict (report_id, sent_key) do nothing
returning id
