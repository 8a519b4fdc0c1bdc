-- The stored file of a photo that is published, of a report that is.
-- params: id
select p.storage_key as "storageKey"
from report_photos p
join published_reports r on r.id = p.report_id
where p.id = :id::uuid and p.state = 'published'
