-- Uses a one-time link up; no row when it was used or has ended.
-- params: tokenHash
delete from staff_links where token_hash = :tokenHash::bytea and expires_at > now() returning user_id as "userId"
