-- A file that one sent oneself, or of a reply to a report within one's areas.
-- params: limitAreas, userId, id
select f.storage_key as "storageKey", f.type, f.bytes
from reply_files f
where f.id = :id::uuid
  and (
    f.user_id = :userId::integer
    or exists (
      select from replies p
      join report_replies rp on rp.reply_id = p.id
      join staff_reports(:limitAreas::integer[]) as r on r.id = rp.report_id
      where p.file_id = f.id
    )
  )
