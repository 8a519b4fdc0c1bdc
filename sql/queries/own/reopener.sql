-- Whose sender opened a report again with a change: the report itself, or one that is counted with it.
-- params: auditId, kept
select report_id as id from report_history where audit_id = :auditId::bigint and event = 'reopened' order by report_id = :kept::uuid limit 1
