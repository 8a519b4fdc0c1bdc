-- Sets a setting.
-- params: key, value, version
insert into settings (key, value, version) values (:key, :value::jsonb, :version::integer)
on conflict (key) do update set value = excluded.value, version = excluded.version
