-- Adds an account; no row when the login is taken.
-- params: login, name, role, areaLimited
insert into staff_users (login, name, role, area_limited) values (:login, :name, :role, :areaLimited::boolean)
on conflict (login) do nothing
returning id
