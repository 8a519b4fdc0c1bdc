-- Whose session this is, if it is neither expired nor idle nor of a disabled user. `stale`: its last use is a minute behind.
-- params: tokenHash, idleSeconds
select
  u.id as "userId", u.login, u.name, u.role, u.totp_confirmed_at is not null as totp,
  case when u.area_limited then array(select area_id from staff_user_areas where user_id = u.id) end as "areaIds",
  s.expires_at as "expiresAt", null::text[] as scopes, s.seen_at < now() - interval '1 minute' as stale
from staff_sessions s
join staff_users u on u.id = s.user_id
where s.token_hash = :tokenHash::bytea
  and s.expires_at > now()
  and s.seen_at > now() - make_interval(secs => :idleSeconds::float8)
  and u.disabled_at is null
