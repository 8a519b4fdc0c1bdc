-- Sets a password hash.
-- params: userId, passwordHash
update staff_users set password_hash = :passwordHash where id = :userId::integer
