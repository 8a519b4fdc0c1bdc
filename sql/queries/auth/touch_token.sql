-- Notes that an API token is in use.
-- params: tokenHash
update staff_tokens set used_at = now() where token_hash = :tokenHash::bytea
