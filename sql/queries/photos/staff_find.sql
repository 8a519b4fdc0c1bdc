-- The pictures of a photo of a report within one's areas: the one the public sees, and the one without anything blurred.
-- params: limitAreas, reportId, id
select
  p.id, p.storage_key as "storageKey",
  coalesce((select n.storage_key from photo_renditions n where n.photo_id = p.id and n.blur = '[]'), p.storage_key) as original
from staff_reports(:limitAreas::integer[]) as r
join report_photos p on p.report_id = r.id
where r.id = :reportId::uuid and p.id = :id::uuid
