-- Erases the values of a report's entries; their hashes stay, and without the salt nobody can guess the values.
-- params: report
update audit_values v
set salt = null, before = null, after = null, erased_at = now()
from audit_log a
where a.id = v.entry_id and a.subject = 'report' and a.subject_id = :report and v.erased_at is null
returning v.entry_id
