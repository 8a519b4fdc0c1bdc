-- Notes that a session is in use.
-- params: tokenHash
with seen as (
  update staff_sessions set seen_at = now() where token_hash = :tokenHash::bytea returning user_id
)
update staff_users set seen_at = now() where id in (select user_id from seen)
