-- Sets when it is tried again; what has waited since before an instant is given up. Says how many were.
-- params: id, notices, nextTryAt, giveUpBefore
with gone as (
  delete from report_notices where id = any (:notices::bigint[]) and created_at < :giveUpBefore::timestamptz returning id
),
later as (
  update report_followers f
  set next_try_at = :nextTryAt::timestamptz, tries = case when exists (select from gone) then 0 else f.tries end
  where f.id = :id::uuid
)
select count(*)::integer as "givenUp" from gone
