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
  nullif(coalesce(r.households, 0) + r.households_merged, 0) as households,
  r.supports,
  r.channel,
  r.demo,
  -- A GeoJSON Feature (RFC 7946), the shape of contract/reports.ts. Here and not in a function of the row, which the planner
  -- could not inline; put together as text, which takes a quarter of the time of json_build_object. Only words need
  -- escaping: constraints keep every code and status free of what JSON would escape.
  concat(
    '{"type":"Feature","id":"', r.id,
    '","geometry":', coalesce(st_asgeojson(r.published_location, 6), 'null'),
    ',"properties":{"id":"', r.id,
    '","code":"', r.code,
    '","category":"', r.category_code,
    '","kind":', coalesce('"' || r.kind_code || '"', 'null'),
    ',"status":"', r.status,
    '","area":', coalesce('"' || a.code || '"', 'null'),
    ',"reportedAt":"', utc_text(r.published_at),
    '","updatedAt":"', utc_text(published_instant(r.updated_at, r.precision)),
    '","supports":', r.supports,
    ',"households":', coalesce(nullif(coalesce(r.households, 0) + r.households_merged, 0)::text, 'null'),
    ',"description":', coalesce(to_json(r.published_description)::text, 'null'),
    ',"landmark":', coalesce(to_json(case when r.precision = 'exact' then r.published_landmark end)::text, 'null'),
    ',"photos":', coalesce(
      (select json_agg(json_build_object(
         'id', p.id, 'width', p.width_pixels, 'height', p.height_pixels, 'proof', p.role = 'proof', 'verdict', p.role = 'verdict'
       ) order by p.position)
       from report_photos p where p.report_id = r.id and p.state = 'published')::text,
      '[]'
    ),
    ',"precision":"', r.precision,
    '","channel":"', r.channel,
    '","demo":', case when r.demo then 'true' else 'false' end,
    '}}'
  ) as feature
from reports r
left join areas a on a.id = r.published_area_id
where r.hidden_at is null and r.merged_into is null;
comment on view published_reports is 'What the world may know of each report. Hidden reports and those merged into others are not in it.';
comment on column published_reports.feature is 'the report as GeoJSON; left(feature, -2) || '',"more":1}}'' gives it one more property';

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
  -- One area, one category, one status each alone: the most usual choices, and those that an index gives in the order of a list.
  select r.*
  from published_reports r
  where case
      when area_ids is null then true
      when not outside and cardinality(area_ids) = 1 then r.area_id = area_ids[1]
      else r.area_id = any (area_ids) or (outside and r.area_id is null)
    end
    and case
      when category_codes is null and kind_codes is null then true
      when kind_codes is null and cardinality(category_codes) = 1 then r.category_code = category_codes[1]
      else r.category_code = any (category_codes) or r.kind_code = any (kind_codes)
    end
    and case when cardinality(statuses) = 1 then r.status = statuses[1] else r.status = any (statuses) end
    and (since is null or r.reported_at >= since)
    and (before is null or r.reported_at < before)
    and (boxes is null or st_intersects(r.location, boxes))
    and (polygon is null or st_intersects(r.location, polygon))
    -- server/search makes of a tracking code that was typed `code:` and the code
    and case
      when words is null then true
      when words like 'code:%' then r.code = substr(words, 6)
      else r.search @@ to_tsquery('simple', fold_text(words))
    end
    and (not r.demo or (select demo_shown(with_demo)))
$$;
