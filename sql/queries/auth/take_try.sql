-- Counts a try, for its key and for the account, and answers 0; while the key must wait counts nothing and answers the seconds left.
-- params: key, account, waits, strictWaits, strictFrom, memorySeconds
-- The waits are seconds after the first, second, ... failure; the strict ones count once the account has `strictFrom` failures.
with span as (
  select now() - make_interval(secs => :memorySeconds::float8) as since
),
rule as (
  select
    case
      when exists (
        select from sign_in_tries where key = :account::bytea and failures >= :strictFrom::integer and tried_at > since
      ) then :strictWaits::float8[]
      else :waits::float8[]
    end as waits,
    since
  from span
),
taken as (
  insert into sign_in_tries as t (key, failures, wait_until)
  select :key::bytea, 1, now() + make_interval(secs => waits[1]) from rule
  on conflict (key) do update set
    failures = case when t.tried_at > (select since from span) then t.failures + 1 else 1 end,
    tried_at = now(),
    wait_until = now() + (
      select make_interval(secs => waits[least(case when t.tried_at > since then t.failures + 1 else 1 end, cardinality(waits))]) from rule
    )
  where t.wait_until <= now()
  returning key
),
counted as (
  insert into sign_in_tries as t (key, failures)
  select :account::bytea, 1 from taken where :account::bytea is not null
  on conflict (key) do update set
    failures = case when t.tried_at > (select since from span) then t.failures + 1 else 1 end,
    tried_at = now()
)
select case
  when exists (select from taken) then 0
  -- The row of whoever was first at this very moment is not seen yet.
  else coalesce((select greatest(1, ceil(extract(epoch from wait_until - now())))::integer from sign_in_tries where key = :key::bytea), 1)
end as "waitSeconds"
