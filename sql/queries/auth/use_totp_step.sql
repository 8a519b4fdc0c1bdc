-- Marks a code as used; no row when it, or a later one, was used meanwhile.
-- params: userId, step
update staff_users set totp_step = :step::bigint
where id = :userId::integer and (totp_step is null or totp_step < :step::bigint)
returning id
