-- Sealed addresses under another key than the one given, after one of them, to be sealed anew.
-- params: keyId, after, limit
select f.id, concat_ws(' ', r.code, f.channel) as bound, f.sealed, f.key_id as "keyId"
from report_followers f
join reports r on r.id = f.report_id
where f.key_id <> :keyId and f.id > :after::uuid
order by f.id
limit :limit::integer
for update of f
