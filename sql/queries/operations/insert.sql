-- Opens one change of many reports; no row when its key was used.
-- params: userId, key, bodyHash, action
insert into staff_operations (user_id, key, body_hash, action)
values (:userId::integer, :key::uuid, :bodyHash::bytea, :action)
on conflict (user_id, key) do nothing
returning id
