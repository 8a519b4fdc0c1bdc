-- Keeps addresses sealed under another key.
-- params: sealed
update report_followers f set sealed = decode(d.sealed, 'hex'), key_id = d."keyId"
from json_to_recordset(:sealed::json) as d (id uuid, sealed text, "keyId" text)
where f.id = d.id
