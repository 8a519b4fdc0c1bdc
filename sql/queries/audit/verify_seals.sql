-- Faults of the chain: seals that are missing, do not continue the one before, or whose entries were changed, added or removed.
-- params:
with entries as (
  select seal_id, 0 as source, id, history_entry_hash(h) as hash from report_history h where seal_id is not null
  union all
  select seal_id, 1, id, audit_entry_hash(a) from audit_log a where seal_id is not null
),
sealed as (
  select seal_id, count(*)::integer as entries, sha256(string_agg(hash, ''::bytea order by source, id)) as digest
  from entries
  group by seal_id
),
chain as (
  select s.*, coalesce(lag(hash) over (order by id), ''::bytea) as expected_previous, row_number() over (order by id) as expected_id
  from history_seals s
)
select
  coalesce(c.id, e.seal_id) as seal,
  case
    when c.id is null then 'seal_missing'
    when c.id <> c.expected_id or c.previous_hash <> c.expected_previous then 'link_broken'
    when c.hash <> seal_hash(c.previous_hash, c.id, c.sealed_at, c.entries, c.digest) then 'seal_changed'
    else 'entries_changed'
  end as fault
from chain c
full join sealed e on e.seal_id = c.id
where c.id is null
  or c.id <> c.expected_id
  or c.previous_hash <> c.expected_previous
  or c.hash <> seal_hash(c.previous_hash, c.id, c.sealed_at, c.entries, c.digest)
  or e.entries is distinct from c.entries
  or e.digest is distinct from c.digest
order by 1
limit 100
