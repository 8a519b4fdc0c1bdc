-- Sets what hangs on reports as staff decided it: states and pictures of photos, and which replies and questions stand. Only of reports that were locked in this transaction.
-- params: photos, replies, questions
with photo as (
  update report_photos p set
    state = d.state,
    state_since = case when p.state = d.state then p.state_since else now() end,
    refused_reason = d.reason,
    blur = d.blur,
    storage_key = coalesce((select n.storage_key from photo_renditions n where n.photo_id = p.id and n.blur = d.blur), p.storage_key)
  from json_to_recordset(:photos::json) as d (id uuid, "reportId" uuid, state text, reason text, blur jsonb)
  where p.id = d.id and p.report_id = d."reportId"
),
reply as (
  insert into report_replies (reply_id, report_id, withdrawn_at)
  select d.id, d."reportId", case when not d.stands then now() end
  from json_to_recordset(:replies::json) as d (id bigint, "reportId" uuid, stands boolean)
  on conflict (reply_id, report_id) do update set withdrawn_at = excluded.withdrawn_at
)
update report_questions q set withdrawn_at = case when not d.stands then now() end
from json_to_recordset(:questions::json) as d (id uuid, "reportId" uuid, stands boolean)
where q.id = d.id and q.report_id = d."reportId"
