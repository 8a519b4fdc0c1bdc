-- The name and phone somebody left with consent.
-- params: limitAreas, id
select r.id, c.name, c.phone, utc_text(c.consented_at) as "consentedAt"
from staff_reports(:limitAreas::integer[]) as r
left join report_contacts c on c.report_id = r.id
where r.id = :id::uuid
