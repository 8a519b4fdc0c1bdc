-- Deletes name and phone of a report, and where who sent it wished to hear of it; a row for a name or phone.
-- params: report
with followers as (delete from report_followers where report_id = :report::uuid)
delete from report_contacts where report_id = :report::uuid returning report_id
