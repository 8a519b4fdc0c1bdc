-- Who did what, newest first, as JSON texts, before an entry. Who is limited to areas is told of reports and areas within alone.
-- params: limitAreas, user, action, subject, report, areaIds, since, before, beforeId, limit
select
  json_build_object(
    'id', a.id, 'at', utc_text(a.happened_at), 'user', u.login, 'name', u.name, 'via', a.via, 'action', a.action,
    'subject', a.subject, 'subjectId', a.subject_id, 'subjectName', coalesce(r.code, s.name), 'undoes', a.undoes,
    'changes', coalesce((
      select jsonb_agg(
        jsonb_build_object('field', v.field, 'before', v.before, 'after', v.after, 'erased', v.erased_at is not null)
        order by v.field
      )
      from audit_values v
      where v.entry_id = a.id
    ), '[]')
  )::text as line,
  a.id as "beforeId"
from audit_log a
left join staff_users u on u.id = a.user_id
left join reports r on r.id = case when a.subject = 'report' and a.subject_id ~ '^[0-9a-f-]{36}$' then a.subject_id::uuid end
left join staff_users s on a.subject = 'user' and s.id::text = a.subject_id
left join areas x on a.subject = 'area' and x.code = a.subject_id
where (:user::text is null or u.login = :user::text)
  and (:action::text is null or a.action = :action::text or split_part(a.action, '.', 1) = :action::text)
  and (:subject::text is null or a.subject_id = :subject::text)
  and (:report::text is null or a.subject = 'report' and a.subject_id = :report::text)
  and (:areaIds::integer[] is null or coalesce(r.area_id, x.id) = any (:areaIds::integer[]))
  and (:limitAreas::integer[] is null or coalesce(r.area_id, x.id) = any (:limitAreas::integer[]))
  and (:since::timestamptz is null or a.happened_at >= :since::timestamptz)
  and (:before::timestamptz is null or a.happened_at < :before::timestamptz)
  and (:beforeId::bigint is null or a.id < :beforeId::bigint)
order by a.id desc
limit :limit::integer
