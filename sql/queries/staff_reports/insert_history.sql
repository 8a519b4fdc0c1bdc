-- Appends what staff, or who sent a report, did to the history of reports.
-- params: lines
insert into report_history (report_id, actor, event, status, note, is_public, audit_id, demo)
select r.id, case a.via when 'reporter' then 'resident' else 'staff' end, d.event, d.status, d.note, d."isPublic", d."auditId", r.demo
from rows from (
  json_to_recordset(:lines::json) as ("reportId" uuid, event text, status text, note text, "isPublic" boolean, "auditId" bigint)
) with ordinality as d ("reportId", event, status, note, "isPublic", "auditId", number)
join reports r on r.id = d."reportId"
join audit_log a on a.id = d."auditId"
order by d.number
