-- Makes of reports closed before an instant what is published of them, the longest closed first; says how many. Those that somebody is just changing wait for the next time.
-- params: before, limit
select e.places as deleted
from erase_unpublished(array(
  select r.id
  from reports r
  -- what was written anew since it was erased goes as well
  where (r.erased_at is null or r.erased_at < r.updated_at) and not r.demo and closed_at(r) < :before::timestamptz
  order by r.updated_at, r.id
  limit :limit::integer
  for update of r skip locked
)) as e
