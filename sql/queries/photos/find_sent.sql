-- The photo of a report that was sent under a key, by who sent the report or by the device with this mark.
-- params: reportId, sentKey, mark
select id, state, width_pixels as width, height_pixels as height, sent_hash as "sentHash", sent_bytes as "sentBytes"
from report_photos
where report_id = :reportId::uuid and sent_key = :sentKey::uuid and verdict_hmac is not distinct from :mark::bytea
