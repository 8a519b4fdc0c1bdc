-- Deletes names and phones of reports closed before an instant, and of any reported before another; says how many.
-- params: closedBefore, reportedBefore
with gone as (
  delete from report_contacts c using reports r
  where r.id = c.report_id and (closed_at(r) < :closedBefore::timestamptz or r.reported_at < :reportedBefore::timestamptz)
  returning c.report_id
)
select count(*)::integer as deleted from gone
