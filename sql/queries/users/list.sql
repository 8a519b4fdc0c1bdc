-- Everybody with an account, or one of them.
-- params: id
select
  u.id, u.login, u.name, u.role,
  case when u.area_limited then array(
    select a.code from staff_user_areas l join areas a on a.id = l.area_id where l.user_id = u.id order by a.code
  ) end as areas,
  u.totp_confirmed_at is not null as totp,
  case
    when u.erased_at is not null then 'erased'
    when u.disabled_at is not null then 'disabled'
    when u.password_hash is null then 'invited'
    else 'active'
  end as state,
  u.created_at as "createdAt", u.seen_at as "seenAt",
  (select max(expires_at) from staff_links where user_id = u.id and expires_at > now()) as "linkExpiresAt"
from staff_users u
where :id::integer is null or u.id = :id::integer
order by u.login
