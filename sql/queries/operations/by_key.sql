-- What a key was used for.
-- params: userId, key
select o.id, o.body_hash as "bodyHash", (select count(*) from operation_entries e where e.operation_id = o.id)::integer as changed
from staff_operations o
where o.user_id = :userId::integer and o.key = :key::uuid
