-- Keeps the first answer to a key.
-- params: key, answer
update idempotency_keys set answer = :answer where key = :key
