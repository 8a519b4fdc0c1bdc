-- Everybody with an account, or one of them.
-- params: id
select
  u.id, u.login, u.name, u.role,
  case when u.area_limited then array(
    select a.code from staff_user_areas l join areas a on a.id = l.area_id where l.user_id = u.id order by a.code
  ) end as areas,
  u.totp_confirmed_at is not null as totp,
  case when u.disabled_at is not null then 'disabled' when u.password_hash is null then 'invited' else 'active' end as state,
  u.created_at as "createdAt",
  (select max(seen_at) from staff_sessions where user_id = u.id) as "seenAt"
from staff_users u
where :id::integer is null or u.id = :id::integer
order by u.login
