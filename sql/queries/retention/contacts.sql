-- Deletes names, phones and the addresses of followers of reports closed before an instant, and of any reported before another; says how many.
-- params: closedBefore, reportedBefore
with ended as (
  select r.id from reports r
  where r.id in (select c.report_id from report_contacts c union all select f.report_id from report_followers f)
    and (closed_at(r) < :closedBefore::timestamptz or r.reported_at < :reportedBefore::timestamptz)
),
contacts as (delete from report_contacts c using ended e where c.report_id = e.id returning c.report_id),
followers as (delete from report_followers f using ended e where f.report_id = e.id returning f.report_id)
select (select count(*) from contacts)::integer + (select count(*) from followers)::integer as deleted
