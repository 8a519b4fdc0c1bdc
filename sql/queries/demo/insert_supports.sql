-- Stores invented supporters, spread over the time from the report until now.
-- params: supports
insert into report_supports (report_id, device_hmac, created_at)
select t."reportId", decode(t."deviceHmac", 'hex'), t."reportedAt" + (now() - t."reportedAt") * t.share
from json_to_recordset(:supports::json) as t ("reportId" uuid, "deviceHmac" text, "reportedAt" timestamptz, share float8)
