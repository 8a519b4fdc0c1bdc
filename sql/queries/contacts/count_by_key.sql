-- How many names and phones, and addresses of those who follow their report, are sealed under each key.
-- params:
select s.key_id as "keyId", count(*)::integer as contacts
from (select key_id from report_contacts union all select key_id from report_followers) as s
group by s.key_id
order by s.key_id
