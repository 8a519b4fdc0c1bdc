-- What merging must know of reports within one's areas.
-- params: limitAreas, ids
select r.id, r.precision, r.demo, r.merged_into as "mergedInto"
from staff_reports(:limitAreas::integer[]) as r
where r.id = any (:ids::uuid[])
