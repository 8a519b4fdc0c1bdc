-- Takes from an account all that says who it was; its number stays, because history names it.
-- params: id
with tokens as (
  delete from staff_tokens where user_id = :id::integer
)
update staff_users set
  login = 'erased-' || id, name = '№' || id, password_hash = null, totp_secret = null, totp_confirmed_at = null, totp_step = null,
  disabled_at = coalesce(disabled_at, now()), erased_at = now(), seen_at = null
where id = :id::integer
