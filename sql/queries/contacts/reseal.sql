-- Keeps names and phones sealed under another key.
-- params: sealed
update report_contacts c set sealed = decode(d.sealed, 'hex'), key_id = d."keyId"
from json_to_recordset(:sealed::json) as d (id uuid, sealed text, "keyId" text)
where c.report_id = d.id
