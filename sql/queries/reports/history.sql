-- The public history of a report, newest first; times as fine as its place is published, entries of one day in an order that tells nothing of the hour.
-- params: id
select
  utc_text(published_instant(h.happened_at, r.precision)) as at,
  h.actor,
  h.event,
  h.status,
  h.note
from report_history h
join published_reports r on r.id = h.report_id
where h.report_id = :id and h.is_public
order by h.id desc
