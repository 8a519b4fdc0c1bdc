-- What a run of the job would delete now under some periods, by kind. contactBefore, atMostBefore, ...: the instant before which each is too old.
-- params: contactBefore, atMostBefore, unpublishedBefore, addressBefore, refusedBefore, unblurredBefore, flagNoteBefore
select
  (
    select count(*) from report_contacts c join reports r on r.id = c.report_id
    where closed_at(r) < :contactBefore::timestamptz or r.reported_at < :atMostBefore::timestamptz
  )::integer as contacts,
  (
    select count(*) from reports r
    where (r.erased_at is null or r.erased_at < r.updated_at) and not r.demo and closed_at(r) < :unpublishedBefore::timestamptz
  )::integer as reports,
  (select count(*) from report_origins where created_at < :addressBefore::timestamptz)::integer as addresses,
  (select count(*) from report_photos where state = 'refused' and state_since < :refusedBefore::timestamptz)::integer as "refusedPhotos",
  (
    select count(*) from photo_renditions n join report_photos p on p.id = n.photo_id join reports r on r.id = p.report_id
    where n.storage_key <> p.storage_key and closed_at(r) < :unblurredBefore::timestamptz
  )::integer as "unblurredPhotos",
  (select count(*) from report_flags where note is not null and created_at < :flagNoteBefore::timestamptz)::integer as "flagNotes"
