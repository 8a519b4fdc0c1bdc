-- The photo that was sent for a report under a key, by who sent the report or by the device with this mark.
-- params: homeId, sentKey, mark
select id, state, width_pixels as width, height_pixels as height, sent_hash as "sentHash", sent_bytes as "sentBytes"
from report_photos
where (home_id = :homeId::uuid or (report_id = :homeId::uuid and home_id is null)) and sent_key = :sentKey::uuid and verdict_hmac is not distinct from :mark::bytea
