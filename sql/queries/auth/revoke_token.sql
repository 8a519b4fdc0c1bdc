-- Ends an API token of a user.
-- params: userId, id
update staff_tokens set revoked_at = now()
where id = :id::integer and user_id = :userId::integer and revoked_at is null
returning name
