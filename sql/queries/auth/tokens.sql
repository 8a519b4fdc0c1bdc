-- A user's API tokens that still work, newest first.
-- params: userId
select id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
from staff_tokens
where user_id = :userId::integer and revoked_at is null and expires_at > now()
order by id desc
