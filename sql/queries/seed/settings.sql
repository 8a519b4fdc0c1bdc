-- Adds settings that are missing.
-- params: settings
insert into settings (key, value)
select key, value from jsonb_each(:settings::jsonb)
on conflict (key) do nothing
