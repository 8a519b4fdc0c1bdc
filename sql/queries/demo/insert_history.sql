-- Stores what happened to invented reports, oldest first.
-- params: history
insert into report_history (report_id, happened_at, actor, event, status, note, demo)
select t."reportId", t.at, t.actor, t.event, t.status, t.note, true
from json_to_recordset(:history::json) as t ("reportId" uuid, at timestamptz, actor text, event text, status text, note text)
order by t.at
