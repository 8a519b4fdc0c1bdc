-- What is kept, sealed, of the name and phone somebody left with consent; no row for a report outside one's areas.
-- params: limitAreas, id
select r.code, c.sealed, c.key_id as "keyId", utc_text(c.consented_at) as "consentedAt"
from staff_reports(:limitAreas::integer[]) as r
left join report_contacts c on c.report_id = r.id
where r.id = :id::uuid
