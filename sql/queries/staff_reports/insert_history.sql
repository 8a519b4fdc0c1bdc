-- Appends what staff did to a report's history.
-- params: reportId, event, status, note, isPublic, auditId
insert into report_history (report_id, actor, event, status, note, is_public, audit_id, demo)
select id, 'staff', :event, :status::text, :note::text, :isPublic::boolean, :auditId::bigint, demo from reports where id = :reportId::uuid
