-- Erases what staff noted for each other about a report; public notes stay.
-- params: report
update report_history set note = null, note_salt = null
where report_id = :report::uuid and note is not null and not is_public
returning id
