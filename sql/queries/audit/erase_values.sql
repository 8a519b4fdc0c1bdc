-- Erases the values of the entries about a report or a user; their hashes stay, and without the salt nobody can guess the values.
-- params: subject, id
update audit_values v
set salt = null, before = null, after = null, erased_at = now()
from audit_log a
where a.id = v.entry_id and a.subject = :subject and a.subject_id = :id and v.erased_at is null
returning v.entry_id
