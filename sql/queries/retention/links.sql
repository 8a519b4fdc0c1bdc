-- Deletes one-time links that have ended; says how many.
-- params: now
with gone as (delete from staff_links where expires_at < :now::timestamptz returning token_hash)
select count(*)::integer as deleted from gone
