-- What was sent, or is to be sent no more, waits no longer.
-- params: id, notices, now
with gone as (delete from report_notices where id = any (:notices::bigint[]))
update report_followers set tries = 0, next_try_at = :now::timestamptz where id = :id::uuid
