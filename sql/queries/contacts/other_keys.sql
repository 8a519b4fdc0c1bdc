-- Sealed names and phones under another key than the one given, after a report, to be sealed anew.
-- params: keyId, after, limit
select c.report_id as id, r.code as bound, c.sealed, c.key_id as "keyId"
from report_contacts c
join reports r on r.id = c.report_id
where c.key_id <> :keyId and c.report_id > :after::uuid
order by c.report_id
limit :limit::integer
for update of c
