-- How many say that a published report is fixed and how many that it is not; null unless it is resolved.
-- params: id
select report_verdicts_now(r) as verdicts
from reports r
join published_reports p on p.id = r.id
where r.id = :id::uuid
