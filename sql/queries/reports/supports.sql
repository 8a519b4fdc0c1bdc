-- How many support a published report.
-- params: id
select supports from published_reports where id = :id
