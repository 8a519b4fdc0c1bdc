-- Puts sealed names and phones in the place of the readable ones.
-- params: contacts
with given as (
  select d.* from json_to_recordset(:contacts::json) as d ("reportId" uuid, sealed text, "keyId" text, "consentedAt" timestamptz)
),
gone as (delete from report_contacts_unsealed u using given g where u.report_id = g."reportId")
insert into report_contacts (report_id, sealed, key_id, consented_at)
select g."reportId", decode(g.sealed, 'hex'), g."keyId", g."consentedAt" from given g
on conflict (report_id) do nothing
