-- Takes an idempotency key; waits for another request that is just using it. No row: the key was used before.
-- params: key, bodyHash
insert into idempotency_keys (key, body_hash) values (:key, :bodyHash)
on conflict (key) do nothing
returning key
