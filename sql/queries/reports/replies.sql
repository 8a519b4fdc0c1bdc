-- The official replies to a published report and those that are counted with it, newest first; times as fine as its place is published.
-- params: id
select
  utc_text(published_instant(p.created_at, r.precision)) as at, b.code as body, p.text,
  (select json_build_object('id', f.id, 'type', f.type, 'bytes', f.bytes) from reply_files f where f.id = p.file_id) as file
from published_reports r
join replies p on p.id in (
  select rp.reply_id from report_replies rp where rp.report_id in (select reports_within(r.id)) and rp.withdrawn_at is null
)
left join bodies b on b.id = p.body_id
where r.id = :id::uuid
order by p.id desc
