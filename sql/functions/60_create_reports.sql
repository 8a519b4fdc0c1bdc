-- create_reports: stores new reports, each with its contact, the hash of its address, first history entry and answer, in a few statements however many
-- they are. Gives for each idempotency key the fingerprint of the body that used it first and what that was answered, as
-- JSON text of {id, code, report}: another fingerprint than its own tells a caller that the key was used for something else.
-- A key without a row: the tracking code is somebody's already, and the report is to be sent again with another. A key
-- that another transaction is just using is waited for; keys are taken in their order, so that no two calls wait for each other.
create or replace function create_reports(reports json) returns table (key uuid, body_hash bytea, answer text)
language plpgsql
-- The plans fit however many reports there are; choosing costs more than it gains.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  claimed_keys uuid[];
  stored_keys uuid[];
  stored_ids uuid[];
begin
  with drafts as materialized (
    -- of several with one key the others hear what the first was answered
    select distinct on (d.key) d.*
    from json_to_recordset(reports) as d (
      key uuid, "bodyHash" text, code text, category text, kind text, lng float8, lat float8, "askedArea" integer, precision text,
      landmark text, description text, households integer, "observedAt" timestamptz, language text, channel text,
      "manageTokenHash" text, "addressHash" text, "contactSealed" text, "contactKey" text
    )
    order by d.key
  ),
  claimed as (
    insert into idempotency_keys (key, body_hash)
    select d.key, decode(d."bodyHash", 'hex') from drafts d
    on conflict (key) do nothing
    returning key
  ),
  stored as (
    insert into reports (
      code, category_code, kind_code, location, asked_area_id, precision, landmark, description, households, observed_at, language,
      channel, manage_token_hash
    )
    select
      d.code, d.category, d.kind, st_setsrid(st_makepoint(d.lng, d.lat), 4326), d."askedArea", d.precision, d.landmark, d.description,
      d.households, d."observedAt", d.language, d.channel, decode(d."manageTokenHash", 'hex')
    from drafts d
    join claimed c on c.key = d.key
    on conflict (code) do nothing
    returning id, code
  ),
  logged as (
    insert into report_history (report_id, actor, event, status) select s.id, 'resident', 'created', 'new' from stored s
  ),
  traced as (
    insert into report_origins (report_id, address_hash)
    select s.id, decode(d."addressHash", 'hex') from stored s join drafts d on d.code = s.code where d."addressHash" is not null
  ),
  reachable as (
    insert into report_contacts (report_id, sealed, key_id, consented_at)
    select s.id, decode(d."contactSealed", 'hex'), d."contactKey", now()
    from stored s
    join drafts d on d.code = s.code
    where d."contactSealed" is not null
  )
  select
    (select array_agg(c.key) from claimed c), array_agg(d.key), array_agg(s.id)
  into claimed_keys, stored_keys, stored_ids
  from stored s
  join drafts d on d.code = s.code;

  update idempotency_keys k
  set answer = (select concat('{"id":"', p.id, '","code":"', p.code, '","report":', p.feature, '}') from published_reports p where p.id = s.id)
  from unnest(stored_keys, stored_ids) as s (key, id)
  where k.key = s.key;

  if cardinality(claimed_keys) > coalesce(cardinality(stored_keys), 0) then
    delete from idempotency_keys k where k.key = any (claimed_keys) and not k.key = any (coalesce(stored_keys, '{}'));
  end if;

  return query
  select k.key, k.body_hash, k.answer
  from idempotency_keys k
  where k.key in (select (d ->> 'key')::uuid from json_array_elements(reports) as d);
end;
$$;
