-- Names and phones of before encryption, which one process at a time seals.
-- params: limit
select c.report_id as "reportId", r.code, c.name, c.phone, c.consented_at as "consentedAt"
from report_contacts_unsealed c
join reports r on r.id = c.report_id
order by c.report_id
limit :limit::integer
for update of c
