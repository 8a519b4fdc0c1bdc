-- Removes pictures that are not shown of photos whose report was closed before an instant: those before blurring; says how many.
-- params: before
with gone as (
  delete from photo_renditions n
  using report_photos p, reports r
  where p.id = n.photo_id and r.id = p.report_id and n.storage_key <> p.storage_key and closed_at(r) < :before::timestamptz
  returning n.storage_key
)
select count(*)::integer as deleted from gone
