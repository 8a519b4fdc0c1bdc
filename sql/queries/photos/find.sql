-- One photo of any state, for those who may see it. home, role and mark say who sent it.
-- params: id
select
  id, report_id as "reportId", coalesce(home_id, report_id) as "homeId", state, width_pixels as width, height_pixels as height, storage_key as "storageKey", sent_bytes as "sentBytes",
  role, verdict_hmac as mark
from report_photos
where id = :id::uuid
