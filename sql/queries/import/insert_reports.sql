-- Stores imported reports and how they came here. Tells how many are new, and the external ids of those that are neither new nor there already: their tracking code was taken.
-- params: source, publishText, reports
with input as materialized (
  select *
  from json_to_recordset(:reports::json) as t (
    code text, "externalId" text, category text, kind text, status text, language text, lng float8, lat float8, "askedArea" integer,
    precision text, landmark text, description text, households integer, "reportedAt" timestamptz, "resolvedAt" timestamptz
  )
),
stored as (
  insert into reports (
    code, external_source, external_id, category_code, kind_code, status, language, channel, location, asked_area_id, precision, landmark,
    description, published_landmark, published_description, households, reported_at, updated_at, resolved_at
  )
  select
    t.code, :source::text, t."externalId", t.category, t.kind, t.status, t.language, 'import',
    st_setsrid(st_makepoint(t.lng, t.lat), 4326), t."askedArea", t.precision, t.landmark, t.description,
    case when :publishText::boolean then t.landmark end, case when :publishText::boolean then t.description end,
    t.households, t."reportedAt", coalesce(t."resolvedAt", t."reportedAt"), t."resolvedAt"
  from input t
  on conflict do nothing
  returning id, external_id, status, reported_at, resolved_at
),
-- what was new first and is resolved since has two entries; all others one, with the status they came with
logged as (
  insert into report_history (report_id, happened_at, actor, event, status)
  select id, happened_at, 'import', event, status
  from (
    select id, reported_at as happened_at, 'created' as event, case when resolved_at is null then status else 'new' end as status from stored
    union all
    select id, resolved_at, 'status', status from stored where resolved_at is not null
  ) as entries
  order by happened_at, event
)
select
  (select count(*)::integer from stored) as stored,
  array(
    select t."externalId"
    from input t
    where not exists (select from stored s where s.external_id = t."externalId")
      and not exists (select from reports r where r.external_source = :source::text and r.external_id = t."externalId")
  ) as again
