-- Who changed some of these after a version.
-- params: subjects, ids, version
select
  a.report_version as version, utc_text(a.happened_at) as at, u.name as by, a.action,
  array(select jsonb_object_keys(a.fields) order by 1) as fields
from audit_log a
left join staff_users u on u.id = a.user_id
where a.subject = any(:subjects::text[]) and a.subject_id = any(:ids::text[]) and a.report_version > :version::integer
order by a.id
