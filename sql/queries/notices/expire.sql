-- Forgets addresses that nobody confirmed since an instant, and what was to be sent and could not since another; says how many.
-- params: askedBefore, waitingSince
with unconfirmed as (
  delete from report_followers where confirmed_at is null and created_at < :askedBefore::timestamptz returning id
),
stale as (delete from report_notices where created_at < :waitingSince::timestamptz returning id)
select (select count(*) from unconfirmed)::integer + (select count(*) from stale)::integer as deleted
