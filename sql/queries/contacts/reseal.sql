-- Keeps names and phones sealed under another key.
-- params: contacts
update report_contacts c set sealed = decode(d.sealed, 'hex'), key_id = d."keyId"
from json_to_recordset(:contacts::json) as d ("reportId" uuid, sealed text, "keyId" text)
where c.report_id = d."reportId"
