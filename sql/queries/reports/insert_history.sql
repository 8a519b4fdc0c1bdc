-- Appends to a report's history.
-- params: reportId, actor, event, status
insert into report_history (report_id, actor, event, status, demo)
select id, :actor, :event, :status, demo from reports where id = :reportId
