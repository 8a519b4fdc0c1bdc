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
  and (r.description is not null or r.landmark is not null)
  and r.published_description is null
  and r.published_landmark is null;

-- staff_filtered_reports: as filtered_reports, but by what was said, not by what is published of it; hidden reports too.
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
  waiting boolean
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
  'households', r.households,
  'supports', r.supports,
  'hasContact', exists (select from report_contacts c where c.report_id = r.id),
  'observedAt', utc_text(r.observed_at),
  'reportedAt', utc_text(r.reported_at),
  'updatedAt', utc_text(r.updated_at),
  'resolvedAt', utc_text(r.resolved_at)
);
