-- Remembers the hash of sql/functions as applied.
-- params: hash
insert into settings (key, value) values ('functions_hash', jsonb_build_array(:hash::text))
on conflict (key) do update set value = excluded.value
