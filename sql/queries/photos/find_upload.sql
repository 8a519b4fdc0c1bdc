-- An upload of a report that has not expired, by its id or by its key, of who sent the report or of the device with this mark.
-- params: homeId, id, sentKey, mark
select id, sent_key as "sentKey", length_bytes as "lengthBytes", expires_at as "expiresAt"
from photo_uploads
where report_id = :homeId::uuid and (id = :id::uuid or sent_key = :sentKey::uuid) and expires_at > now()
  and verdict_hmac is not distinct from :mark::bytea
