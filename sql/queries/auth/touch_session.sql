-- Notes that a session is in use.
-- params: tokenHash
update staff_sessions set seen_at = now() where token_hash = :tokenHash::bytea
