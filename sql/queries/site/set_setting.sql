-- Sets a setting.
-- params: key, value
insert into settings (key, value) values (:key, :value::jsonb)
on conflict (key) do update set value = excluded.value
