-- Codes, versions and texts as they were sent, of reports within one's areas.
-- params: limitAreas, ids
select r.id, r.code, r.description, r.landmark
from staff_reports(:limitAreas::integer[]) as r
where r.id = any (:ids::uuid[])
