-- The id of a published report by its tracking code.
-- params: code
select id from published_reports where code = :code
