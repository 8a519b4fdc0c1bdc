-- Deletes name and phone of a report.
-- params: report
delete from report_contacts where report_id = :report::uuid returning report_id
