-- One report that staff may know.
-- params: limitAreas, id
select staff_report(r)::text as report from staff_reports(:limitAreas::integer[]) as r where r.id = :id::uuid
