-- Gives a report back that one has taken.
-- params: limitAreas, id, userId
delete from report_claims
where report_id = (select r.id from staff_reports(:limitAreas::integer[]) as r where r.id = :id::uuid) and user_id = :userId::integer
