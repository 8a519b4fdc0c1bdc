-- What the index keeps of the published reports between two ids, packed.
-- params: after, upTo
select coalesce(string_agg(packed, ''::bytea), ''::bytea) as rows
from index_rows
where id > :after::uuid and id <= :upTo::uuid
