-- Keeps a one-time link; an earlier one of the same user, or for the first administrator, ends.
-- params: tokenHash, userId, seconds
with earlier as (
  delete from staff_links where user_id is not distinct from :userId::integer or expires_at < now()
)
insert into staff_links (token_hash, user_id, expires_at)
values (:tokenHash::bytea, :userId::integer, now() + make_interval(secs => :seconds::float8))
returning expires_at as "expiresAt"
