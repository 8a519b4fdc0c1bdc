-- staff_reports: the reports a member of staff may know: all, or those of the areas the role is limited to. What staff queries read instead of
-- the table. Inlined by the planner.
create or replace function staff_reports(limit_areas integer[]) returns setof reports
language sql stable parallel safe as $$
  select * from reports r where limit_areas is null or r.area_id = any (limit_areas)
$$;

-- is_waiting: whether nobody has looked at a report's text yet. Imported text that was published at once waits for nobody.
create or replace function is_waiting(r reports) returns boolean
language sql stable parallel safe
return r.moderated_at is null
  and r.hidden_at is null
  and r.merged_into is null
  and (r.description is not null or r.landmark is not null)
  and r.published_description is null
  and r.published_landmark is null;

-- is_open: whether something is still to be done. is_overdue: whether the term for an official reply has passed without one.
create or replace function is_open(r reports) returns boolean
language sql stable parallel safe
return r.status in ('new', 'verified', 'in_progress') and r.hidden_at is null and r.merged_into is null;
create or replace function is_overdue(r reports) returns boolean
language sql stable parallel safe
return r.due_on is not null
  and r.due_on < local_today()
  and is_open(r)
  and not exists (select from report_replies p where p.report_id = r.id and p.withdrawn_at is null);

-- open_flags: how many flags of a report nobody has looked at.
create or replace function open_flags(r reports) returns integer
language sql stable parallel safe
return (select count(*) from report_flags f where f.report_id = r.id and (r.flags_seen_at is null or f.created_at > r.flags_seen_at))::integer;

-- staff_filtered_reports: as filtered_reports, but by what was said, not by what is published of it; hidden reports too.
drop function if exists staff_filtered_reports(
  integer[], integer[], boolean, text[], text[], text[], timestamptz, timestamptz, geometry, geometry, text, boolean, boolean, boolean
);
drop function if exists staff_filtered_reports(
  integer[], integer[], boolean, text[], text[], text[], timestamptz, timestamptz, geometry, geometry, text, boolean, boolean, boolean, boolean,
  boolean, boolean, boolean, text[]
);
create or replace function staff_filtered_reports(
  limit_areas integer[],
  area_ids integer[],
  outside boolean,
  category_codes text[],
  kind_codes text[],
  statuses text[],
  since timestamptz,
  before timestamptz,
  boxes geometry,
  polygon geometry,
  words text,
  with_demo boolean,
  hidden boolean,
  waiting boolean,
  overdue boolean,
  unassigned boolean,
  flagged boolean,
  pending_photos boolean,
  doubted boolean,
  body_codes text[]
) returns setof reports
language sql stable parallel safe as $$
  select r.*
  from staff_reports(limit_areas) r
  where (area_ids is null or r.area_id = any (area_ids) or (outside and r.area_id is null))
    and ((category_codes is null and kind_codes is null) or r.category_code = any (category_codes) or r.kind_code = any (kind_codes))
    and r.status = any (statuses)
    and (since is null or r.reported_at >= since)
    and (before is null or r.reported_at < before)
    and (boxes is null or st_intersects(r.location, boxes))
    and (polygon is null or st_intersects(r.location, polygon))
    and (
      words is null
      or to_tsvector('simple', fold_text(concat_ws(' ', r.code, r.description, r.landmark, r.published_description, r.published_landmark)))
        @@ to_tsquery('simple', fold_text(words))
    )
    and (not r.demo or (select demo_shown(with_demo)))
    and (hidden is null or (r.hidden_at is not null) = hidden)
    and (waiting is null or is_waiting(r) = waiting)
    and (overdue is null or is_overdue(r) = overdue)
    and (unassigned is null or (r.body_id is null and is_open(r)) = unassigned)
    and (flagged is null or (open_flags(r) > 0) = flagged)
    and (
      pending_photos is null
      or exists (select from report_photos p where p.report_id = r.id and p.state = 'pending') = pending_photos
    )
    and (doubted is null or is_doubted(r) = doubted)
    and (body_codes is null or r.body_id in (select id from bodies where code = any (body_codes)))
$$;

-- staff_sort_ranks: the place of each code (or id) of what a list is ordered by, in the order in which it is shown elsewhere; `listed` are the codes
-- of an order that is in no table. Inlined by the planner.
create or replace function staff_sort_ranks(sort text, listed text[]) returns table (code text, rank double precision)
language sql stable parallel safe as $$
  select c.code, (c.position * 1000)::double precision from categories c where sort = 'category'
  union all
  select k.code, (c.position * 1000 + 1 + k.position)::double precision
  from kinds k
  join categories c on c.code = k.category_code
  where sort = 'category'
  union all
  select a.id::text, (row_number() over (order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code))::double precision
  from areas a
  where sort = 'area'
  union all
  select b.id::text, (row_number() over (order by b.code))::double precision from bodies b where sort = 'body'
  union all
  select l.code, l.place::double precision from unnest(listed) with ordinality as l (code, place)
$$;

-- staff_report: everything staff may know of a report but who sent it; the shape of contract/staff-reports.ts.
create or replace function staff_report(r reports) returns json
language sql stable parallel safe
return json_build_object(
  'id', r.id,
  'code', r.code,
  'version', r.version,
  'category', r.category_code,
  'kind', r.kind_code,
  'status', r.status,
  'channel', r.channel,
  'language', r.language,
  'demo', r.demo,
  'area', (select code from areas where id = r.area_id),
  'assignedArea', (select code from areas where id = r.assigned_area_id),
  'publishedArea', (select code from areas where id = r.published_area_id),
  'location', st_asgeojson(r.location, 7)::json,
  'publishedLocation', st_asgeojson(r.published_location, 6)::json,
  'precision', r.precision,
  'description', r.description,
  'landmark', r.landmark,
  'publishedDescription', r.published_description,
  'publishedLandmark', r.published_landmark,
  'waiting', is_waiting(r),
  'moderatedAt', utc_text(r.moderated_at),
  'hidden', case when r.hidden_at is not null then json_build_object('at', utc_text(r.hidden_at), 'reason', r.hidden_reason) end,
  'households', nullif(coalesce(r.households, 0) + r.households_merged, 0),
  'supports', r.supports,
  'hasContact', exists (select from report_contacts c where c.report_id = r.id),
  'observedAt', utc_text(r.observed_at),
  'reportedAt', utc_text(r.reported_at),
  'updatedAt', utc_text(r.updated_at),
  'resolvedAt', utc_text(r.resolved_at),
  'body', (select code from bodies where id = r.body_id),
  'bodyByHand', r.body_by_hand,
  'dueOn', r.due_on,
  'overdue', is_overdue(r),
  'mergedInto', r.merged_into,
  'merged', coalesce((select json_agg(m.id order by m.reported_at, m.id) from reports m where m.merged_into = r.id), '[]'),
  'photos', coalesce(
    (
      select json_agg(
        json_build_object(
          'id', p.id, 'state', p.state, 'role', p.role, 'reason', p.refused_reason, 'width', p.width_pixels, 'height', p.height_pixels, 'blur', p.blur,
          'sentFor', coalesce(p.home_id, p.report_id),
          'fixed', (
            select v.fixed from report_verdicts v
            where v.report_id = coalesce(p.home_id, p.report_id) and v.device_hmac = p.verdict_hmac and v.resolved_at = p.verdict_about
          )
        ) order by p.position, p.id
      )
      from report_photos p where p.report_id = r.id
    ),
    '[]'
  ),
  'replies', coalesce(
    (
      select json_agg(
        json_build_object(
          'id', p.id, 'at', utc_text(p.created_at), 'by', u.name, 'body', (select code from bodies where id = p.body_id), 'text', p.text,
          'file', (select json_build_object('id', f.id, 'type', f.type, 'bytes', f.bytes) from reply_files f where f.id = p.file_id)
        ) order by p.id
      )
      from report_replies rp
      join replies p on p.id = rp.reply_id
      join staff_users u on u.id = p.user_id
      where rp.report_id = r.id and rp.withdrawn_at is null
    ),
    '[]'
  ),
  'questions', coalesce(
    (
      select json_agg(
        json_build_object(
          'id', q.id, 'at', utc_text(q.asked_at), 'by', u.name, 'text', q.text, 'answer', q.answer, 'answeredAt', utc_text(q.answered_at)
        ) order by q.asked_at, q.id
      )
      from report_questions q
      join staff_users u on u.id = q.user_id
      where q.report_id = r.id and q.withdrawn_at is null
    ),
    '[]'
  ),
  'verdicts', report_verdicts_now(r),
  'doubted', is_doubted(r),
  'flags', json_build_object(
    'open', open_flags(r),
    'all', coalesce(
      (
        select json_agg(
          json_build_object('at', utc_text(f.created_at), 'reason', f.reason, 'note', f.note) order by f.id desc
        )
        from (select * from report_flags where report_id = r.id order by id desc limit 20) as f
      ),
      '[]'
    )
  )
);
