-- What was answered to an idempotency key, and for which body.
-- params: key
select body_hash as "bodyHash", answer from idempotency_keys where key = :key
