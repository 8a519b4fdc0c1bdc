-- How many photos a report has and how many are arriving, and the bytes of everything that is arriving.
-- params: reportId, role
select
  (select count(*) from report_photos where report_id = :reportId::uuid and home_id is null and role = :role)::integer as photos,
  (select count(*) from photo_uploads where report_id = :reportId::uuid and expires_at > now())::integer as uploads,
  (select coalesce(sum(length_bytes), 0) from photo_uploads where expires_at > now())::bigint as "bytesArriving"
