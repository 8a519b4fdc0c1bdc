-- A report within one's areas.
-- params: limitAreas, reportId
select r.id from staff_reports(:limitAreas::integer[]) as r where r.id = :reportId::uuid
