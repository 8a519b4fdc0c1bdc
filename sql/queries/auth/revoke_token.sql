-- Ends an API token, of a user or (null) whosever it is.
-- params: userId, id
update staff_tokens set revoked_at = now()
where id = :id::integer and (:userId::integer is null or user_id = :userId::integer) and revoked_at is null
returning name, user_id as "userId"
