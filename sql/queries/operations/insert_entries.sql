-- Notes which entries of the audit log belong to a change of many reports.
-- params: operation, entries
insert into operation_entries (audit_id, operation_id, report_id)
select d.id, :operation::bigint, d."subjectId" from json_to_recordset(:entries::json) as d (id bigint, "subjectId" uuid)
