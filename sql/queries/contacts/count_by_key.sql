-- How many names and phones are sealed under each key.
-- params:
select key_id as "keyId", count(*)::integer as contacts from report_contacts group by key_id order by key_id
