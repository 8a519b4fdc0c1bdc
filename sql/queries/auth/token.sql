-- Whose API token this is, if it is neither expired nor revoked nor of a disabled user. `stale`: its last use is an hour behind.
-- params: tokenHash
select
  u.id as "userId", u.login, u.name, u.role, u.totp_confirmed_at is not null as totp,
  case when u.area_limited then array(select area_id from staff_user_areas where user_id = u.id) end as "areaIds",
  t.expires_at as "expiresAt", t.scopes, coalesce(t.used_at < now() - interval '1 hour', true) as stale
from staff_tokens t
join staff_users u on u.id = t.user_id
where t.token_hash = :tokenHash::bytea and t.expires_at > now() and t.revoked_at is null and u.disabled_at is null
