-- What a report was answered that was sent with a key; no row when none was.
-- params: key
select key, body_hash as "bodyHash", answer from idempotency_keys where key = :key
