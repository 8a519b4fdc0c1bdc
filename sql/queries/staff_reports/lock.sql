-- What staff may change of reports, held until the end of the transaction, and who would answer for each now.
-- params: limitAreas, ids
select
  r.id, r.version, r.category_code as category, r.kind_code as kind, r.status, r.resolved_at as "resolvedAt", r.hidden_at as "hiddenAt",
  r.hidden_reason as "hiddenReason", st_x(r.location) as lng, st_y(r.location) as lat,
  (select code from areas where id = r.assigned_area_id) as "assignedArea", r.precision, r.moderated_at as "moderatedAt",
  r.published_description as "publishedDescription", r.published_landmark as "publishedLandmark",
  (select code from bodies where id = r.body_id) as body, r.body_by_hand as "bodyByHand", r.due_on::text as "dueOn",
  r.merged_into as "mergedInto", r.flags_seen_at as "flagsSeenAt", r.description, r.landmark, r.verdicts_seen_at as "verdictsSeenAt",
  (
    select coalesce(json_object_agg(key, value), '{}')
    from (
      select 'photo.' || p.id as key, jsonb_strip_nulls(jsonb_build_object('state', p.state, 'blur', p.blur, 'reason', p.refused_reason)) as value
      from report_photos p where p.report_id = r.id
      union all
      select 'reply.' || p.reply_id, 'true' from report_replies p where p.report_id = r.id and p.withdrawn_at is null
      union all
      select 'question.' || q.id, 'true' from report_questions q where q.report_id = r.id and q.withdrawn_at is null
    ) as t
  ) as attached,
  (select code from bodies where id = routed_body(r.category_code, r.kind_code, r.area_id, local_today())) as "routedBody"
from reports r
where r.id = any (:ids::uuid[]) and (:limitAreas::integer[] is null or r.area_id = any (:limitAreas::integer[]))
order by r.id
for update of r
