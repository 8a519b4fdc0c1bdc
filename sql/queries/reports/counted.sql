-- The published report that a report is counted with, itself unless merged, and the ids of all that are: its own first.
-- params: id
select
  r.id as kept,
  (select array_agg(w.id order by w.id <> r.id, w.id) from reports_within(r.id) as w (id)) as ids
from published_reports r
where r.id = kept_report_id(:id::uuid)
