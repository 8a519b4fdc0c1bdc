-- Keeps a new second factor that is not asked for yet; with null takes it away.
-- params: userId, secret
update staff_users set totp_secret = :secret::bytea, totp_confirmed_at = null, totp_step = null where id = :userId::integer
