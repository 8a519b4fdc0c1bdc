-- Throws away a proposal that was not applied.
-- params: id
delete from area_proposals where id = :id::bigint and state = 'open' returning name
