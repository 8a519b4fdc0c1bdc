-- Who changed a report after a version.
-- params: limitAreas, id, version
select a.report_version as version, utc_text(a.happened_at) as at, u.name as by, a.action, array(select jsonb_object_keys(a.fields) order by 1) as fields
from staff_reports(:limitAreas::integer[]) as r
join audit_log a on a.subject = 'report' and a.subject_id = r.id::text and a.report_version > :version::integer
left join staff_users u on u.id = a.user_id
where r.id = :id::uuid
order by a.id
