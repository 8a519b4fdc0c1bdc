-- Stores a photo as the last of its report, unless there are as many as there may be or one of this key. The report must be locked.
-- params: id, reportId, sentKey, sentHash, sentBytes, width, height, storageKey, photosMax
insert into report_photos (id, report_id, position, width_pixels, height_pixels, storage_key, sent_key, sent_hash, sent_bytes)
select
  :id::uuid, :reportId::uuid, coalesce(max(position), 0) + 1, :width::integer, :height::integer, :storageKey::text, :sentKey::uuid,
  :sentHash::bytea, :sentBytes::integer
from report_photos
where report_id = :reportId::uuid
having count(*) < :photosMax::integer
on conflict (report_id, sent_key) do nothing
returning id
