-- The second factor that waits for its first code.
-- params: userId
select totp_secret as secret from staff_users
where id = :userId::integer and totp_secret is not null and totp_confirmed_at is null
for update
