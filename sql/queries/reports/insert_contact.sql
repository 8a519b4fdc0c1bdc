-- Stores a reporter's name and phone apart from the report.
-- params: reportId, name, phone
insert into report_contacts (report_id, name, phone, consented_at) values (:reportId, :name, :phone, now())
