-- The id of a report by its id or one of the codes that may be meant, best first; codes of merged and hidden reports too.
-- params: id, codes
select id::text as id from reports where id = :id::uuid or code = any (:codes::text[])
order by array_position(:codes::text[], code) limit 1
