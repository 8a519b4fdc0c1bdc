-- Starts a session and forgets those that have ended.
-- params: tokenHash, userId, seconds
with ended as (
  delete from staff_sessions where expires_at < now()
),
seen as (
  update staff_users set seen_at = now() where id = :userId::integer
)
insert into staff_sessions (token_hash, user_id, expires_at)
values (:tokenHash::bytea, :userId::integer, now() + make_interval(secs => :seconds::float8))
