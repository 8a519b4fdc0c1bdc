-- A change of many reports is taken back.
-- params: id
update staff_operations set undone_at = now() where id = :id::bigint
