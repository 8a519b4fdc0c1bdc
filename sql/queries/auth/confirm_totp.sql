-- From now on the second factor is asked for; its first code is used.
-- params: userId, step
update staff_users set totp_confirmed_at = now(), totp_step = :step::bigint where id = :userId::integer
