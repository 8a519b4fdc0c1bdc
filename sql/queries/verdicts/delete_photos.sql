-- Takes away what a device sent with answers that it takes back, and ends its uploads.
-- params: ids, marks
with uploads as (
  delete from photo_uploads where verdict_hmac = any (:marks::bytea[])
)
delete from report_photos p
where p.verdict_hmac = any (:marks::bytea[])
  and not exists (select from report_verdicts v where v.report_id = any (:ids::uuid[]) and v.device_hmac = p.verdict_hmac)
returning p.id
