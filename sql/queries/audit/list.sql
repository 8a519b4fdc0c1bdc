-- Who did what, newest first.
-- params: user, action, subject, since, before, beforeId, limit
select
  a.id, utc_text(a.happened_at) as at, u.login as user, u.name, a.via, a.action, a.subject, a.subject_id as "subjectId", a.undoes,
  coalesce((
    select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after, 'erased', v.erased_at is not null) order by v.field)
    from audit_values v where v.entry_id = a.id
  ), '[]') as changes
from audit_log a
left join staff_users u on u.id = a.user_id
where (:user::text is null or u.login = :user::text)
  and (:action::text is null or a.action = :action::text or split_part(a.action, '.', 1) = :action::text)
  and (:subject::text is null or a.subject_id = :subject::text)
  and (:since::timestamptz is null or a.happened_at >= :since::timestamptz)
  and (:before::timestamptz is null or a.happened_at < :before::timestamptz)
  and (:beforeId::bigint is null or a.id < :beforeId::bigint)
order by a.id desc
limit :limit::integer
