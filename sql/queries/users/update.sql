-- Sets what an administrator may set of an account.
-- params: id, name, role, areaLimited, disabled
update staff_users set
  name = :name, role = :role, area_limited = :areaLimited::boolean,
  disabled_at = case when :disabled::boolean then coalesce(disabled_at, now()) end
where id = :id::integer
