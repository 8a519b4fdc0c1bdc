-- The id of a report by its id or code; codes of merged and hidden reports too.
-- params: text
select id::text as id from reports where id::text = lower(:text) or code = upper(:text)
