-- The id of a report by its id or code; codes of merged and hidden reports too.
-- params: id, code
select id::text as id from reports where id = :id::uuid or code = upper(:code)
