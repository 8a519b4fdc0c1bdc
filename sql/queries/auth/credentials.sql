-- What a sign-in is checked against.
-- params: login
select
  id as "userId", login, name, password_hash as "passwordHash",
  case when totp_confirmed_at is not null then totp_secret end as "totpSecret", totp_step as "totpStep"
from staff_users
where login = :login and disabled_at is null
