-- When the chain was last verified, by whom, and what was found.
-- params:
select
  utc_text(c.checked_at) as at, u.name as by, c.seals, c.entries, utc_text(c.sealed_until) as "sealedUntil", c.faults
from history_checks c
left join staff_users u on u.id = c.user_id
order by c.id desc
limit 1
