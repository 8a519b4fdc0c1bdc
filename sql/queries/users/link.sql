-- Whom a one-time link is for, if it still works.
-- params: tokenHash
select u.id as "userId", u.login, u.name, coalesce(u.role, 'admin') as role, l.expires_at as "expiresAt"
from staff_links l
left join staff_users u on u.id = l.user_id
where l.token_hash = :tokenHash::bytea and l.expires_at > now() and u.disabled_at is null
