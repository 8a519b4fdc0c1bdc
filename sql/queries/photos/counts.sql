-- How many photos of a role were sent for a report (home) and how many are arriving, and the bytes of everything that is arriving. Of photos with answers of neighbours those about the same resolution that were not refused; own: those with this device's answer, arriving ones too. reopened: how often who sent the report opened it again.
-- params: reportId, homeId, role, mark
select
  (
    select count(*) from report_photos
    where report_id = :reportId::uuid and coalesce(home_id, report_id) = :homeId::uuid and role = :role
      and (
        :mark::bytea is null
        or (
          state <> 'refused'
          and verdict_about = (select resolved_at from report_verdicts where report_id = :reportId::uuid and device_hmac = :mark::bytea)
        )
      )
  )::integer as photos,
  (
    select count(*) from photo_uploads
    where report_id = :homeId::uuid and expires_at > now() and (verdict_hmac is null) = (:mark::bytea is null)
  )::integer as uploads,
  (
    (
      select count(*) from report_photos p
      join report_verdicts v on v.device_hmac = p.verdict_hmac and v.resolved_at = p.verdict_about
      where v.report_id = :reportId::uuid and v.device_hmac = :mark::bytea
    )
    + (select count(*) from photo_uploads where report_id = :homeId::uuid and verdict_hmac = :mark::bytea and expires_at > now())
  )::integer as own,
  (
    select count(*) from report_history where report_id = :homeId::uuid and event = 'reopened' and actor = 'resident'
  )::integer as reopened,
  (select coalesce(sum(length_bytes), 0) from photo_uploads where expires_at > now())::bigint as "bytesArriving"
