-- A file of a reply that stands, of a report that is published or counted with one that is.
-- params: id
select f.storage_key as "storageKey", f.type, f.bytes
from reply_files f
where f.id = :id::uuid
  and exists (
    select from replies p
    join report_replies rp on rp.reply_id = p.id and rp.withdrawn_at is null
    join published_reports r on r.id = kept_report_id(rp.report_id)
    where p.file_id = f.id
  )
