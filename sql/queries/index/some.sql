-- What the index keeps of the reports named, packed; those that are no longer published are not among them.
-- params: ids
-- prepared
select coalesce(string_agg(packed, ''::bytea), ''::bytea) as rows from index_rows where id = any (:ids::uuid[])
