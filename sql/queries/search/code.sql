-- The tracking code of the published report that a code leads to: its own, or that of the report it is counted with.
-- params: code
select p.code
from reports r
join published_reports p on p.id = kept_report_id(r.id)
where r.code = :code and r.hidden_at is null
