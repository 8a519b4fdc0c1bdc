-- Everybody's API tokens that still work, newest first, with whose they are.
-- params:
select
  t.id, t.name, t.scopes, t.created_at as "createdAt", t.expires_at as "expiresAt", t.used_at as "usedAt",
  u.id as "userId", u.login, u.name as "userName"
from staff_tokens t
join staff_users u on u.id = t.user_id
where t.revoked_at is null and t.expires_at > now()
order by t.id desc
