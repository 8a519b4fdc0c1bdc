-- Appends what staff did to the history of reports.
-- params: lines
insert into report_history (report_id, actor, event, status, note, is_public, audit_id, demo)
select r.id, 'staff', d.event, d.status, d.note, d."isPublic", d."auditId", r.demo
from rows from (
  json_to_recordset(:lines::json) as ("reportId" uuid, event text, status text, note text, "isPublic" boolean, "auditId" bigint)
) with ordinality as d ("reportId", event, status, note, "isPublic", "auditId", number)
join reports r on r.id = d."reportId"
order by d.number
