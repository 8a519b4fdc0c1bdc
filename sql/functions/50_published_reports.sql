-- published_reports: the only thing public code reads. Nothing here is finer than the report's precision.
drop view if exists published_reports cascade;
create view published_reports as
select
  r.id,
  r.code,
  r.category_code,
  r.kind_code,
  r.status,
  r.precision,
  r.published_area_id as area_id,
  a.code as area_code,
  r.published_location as location,
  r.published_at as reported_at,
  published_instant(r.updated_at, r.precision) as updated_at,
  published_instant(r.resolved_at, r.precision) as resolved_at,
  r.published_description as description,
  case when r.precision = 'exact' then r.published_landmark end as landmark,
  r.published_search as search,
  r.households,
  r.supports,
  r.channel,
  r.demo
from reports r
left join areas a on a.id = r.published_area_id
where r.hidden_at is null;
comment on view published_reports is 'What the world may know of each report. Hidden reports are not in it.';

-- demo_shown: demonstration reports are left out once a real report exists, unless they are asked for.
create or replace function demo_shown(asked boolean) returns boolean
language sql stable parallel safe
return coalesce(asked, not exists (select from reports where hidden_at is null and not demo));

-- filtered_reports: published reports that fit a filter; null means "any" for each argument. Times are those published. Inlined by the planner.
create or replace function filtered_reports(
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
  with_demo boolean
) returns setof published_reports
language sql stable parallel safe as $$
  select r.*
  from published_reports r
  where (area_ids is null or r.area_id = any (area_ids) or (outside and r.area_id is null))
    and ((category_codes is null and kind_codes is null) or r.category_code = any (category_codes) or r.kind_code = any (kind_codes))
    and r.status = any (statuses)
    and (since is null or r.reported_at >= since)
    and (before is null or r.reported_at < before)
    and (boxes is null or st_intersects(r.location, boxes))
    and (polygon is null or st_intersects(r.location, polygon))
    and (words is null or r.search @@ to_tsquery('simple', fold_text(words)))
    and (not r.demo or (select demo_shown(with_demo)))
$$;

-- report_feature: a published report as a GeoJSON Feature (RFC 7946), the shape of contract/reports.ts.
create or replace function report_feature(r published_reports) returns json
language sql stable parallel safe
return json_build_object(
  'type', 'Feature',
  'id', r.id,
  'geometry', st_asgeojson(r.location, 6)::json,
  'properties', json_build_object(
    'id', r.id,
    'code', r.code,
    'category', r.category_code,
    'kind', r.kind_code,
    'status', r.status,
    'area', r.area_code,
    'reportedAt', utc_text(r.reported_at),
    'updatedAt', utc_text(r.updated_at),
    'supports', r.supports,
    'households', r.households,
    'description', r.description,
    'landmark', r.landmark,
    'photos', coalesce(
      (select json_agg(json_build_object('id', p.id, 'width', p.width_pixels, 'height', p.height_pixels) order by p.position)
       from report_photos p where p.report_id = r.id and p.state = 'published'),
      '[]'::json
    ),
    'precision', r.precision,
    'channel', r.channel,
    'demo', r.demo
  )
);
