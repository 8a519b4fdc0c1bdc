-- The id of the published report that the first of some tracking codes leads to: the report itself, or the one it was merged into.
-- params: codes
select p.id
from reports r
join published_reports p on p.id = kept_report_id(r.id)
where r.code = any (:codes::text[]) and r.hidden_at is null
order by array_position(:codes::text[], r.code)
limit 1
