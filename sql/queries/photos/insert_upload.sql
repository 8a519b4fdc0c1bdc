-- Opens an upload; no row when the report has one of this key.
-- params: homeId, sentKey, lengthBytes, seconds, mark
insert into photo_uploads (report_id, sent_key, length_bytes, expires_at, verdict_hmac)
values (:homeId::uuid, :sentKey::uuid, :lengthBytes::integer, now() + make_interval(secs => :seconds::integer), :mark::bytea)
on conflict (report_id, sent_key) do nothing
returning id, sent_key as "sentKey", length_bytes as "lengthBytes", expires_at as "expiresAt"
