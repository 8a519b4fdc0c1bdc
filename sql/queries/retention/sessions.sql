-- Deletes sessions of staff that have ended; says how many.
-- params: now, idleBefore
with gone as (
  delete from staff_sessions where expires_at < :now::timestamptz or seen_at < :idleBefore::timestamptz returning user_id
)
select count(*)::integer as deleted from gone
