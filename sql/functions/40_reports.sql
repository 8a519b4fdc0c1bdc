-- reports_place: assigns the area and computes what is published of the place, at insert and whenever something it follows from changes.
-- A published precision never gets finer, whatever the update says.
create or replace function reports_place() returns trigger
language plpgsql as $$
declare
  finest text;
  settlement integer;
begin
  select coalesce(k.precision, c.precision) into finest
  from categories c
  left join kinds k on k.code = new.kind_code
  where c.code = new.category_code;

  new.precision := coarser_precision(coalesce(new.precision, 'exact'), coalesce(finest, 'area'));
  if new.location is null then
    new.precision := 'area';
  end if;
  if tg_op = 'UPDATE' then
    new.precision := coarser_precision(new.precision, old.precision);
  end if;

  new.area_id := coalesce(new.assigned_area_id, case when new.location is null then new.asked_area_id else area_at(new.location) end);
  if new.precision = 'area' then
    settlement := settlement_of(new.area_id);
    new.published_area_id := settlement;
    new.published_location := (select label_point from areas where id = settlement);
  else
    new.published_location := case new.precision when 'exact' then new.location else coarse_point(new.location) end;
    new.published_area_id := area_at(new.published_location);
    -- Staff said which settlement it belongs to; the quarter is still that of the published point, or none.
    if new.assigned_area_id is not null and settlement_of(new.published_area_id) is distinct from settlement_of(new.assigned_area_id) then
      new.published_area_id := settlement_of(new.assigned_area_id);
    end if;
  end if;
  new.published_at := published_instant(new.reported_at, new.precision);
  new.published_search := nullif(
    to_tsvector(
      'simple',
      fold_text(concat_ws(' ', new.published_description, case when new.precision = 'exact' then new.published_landmark end))
    ),
    ''
  );
  return new;
end;
$$;
create or replace trigger reports_place_trigger
before insert or update of location, asked_area_id, assigned_area_id, category_code, kind_code, precision, reported_at, published_description, published_landmark on reports
for each row execute function reports_place();

-- reports_log_change: one change row for everything a reader of the published data would notice.
create or replace function reports_log_change() returns trigger
language plpgsql as $$
begin
  insert into changes (subject, report_id) values ('report', case tg_op when 'DELETE' then old.id else new.id end);
  return null;
end;
$$;
create or replace trigger reports_change_insert_delete after insert or delete on reports
for each row execute function reports_log_change();
create or replace trigger reports_change_update after update on reports
for each row when (
  (old.category_code, old.kind_code, old.status, old.demo, old.hidden_at is null, old.precision, old.published_area_id, old.published_at,
   old.updated_at, old.resolved_at, old.published_description, old.published_landmark, old.households, old.households_merged, old.supports, old.merged_into)
  is distinct from
  (new.category_code, new.kind_code, new.status, new.demo, new.hidden_at is null, new.precision, new.published_area_id, new.published_at,
   new.updated_at, new.resolved_at, new.published_description, new.published_landmark, new.households, new.households_merged, new.supports, new.merged_into)
  or old.published_location::text is distinct from new.published_location::text
) execute function reports_log_change();

-- areas_log_change: boundaries and names are published data too.
create or replace function areas_log_change() returns trigger
language plpgsql as $$
begin
  insert into changes (subject) values ('areas');
  return null;
end;
$$;
create or replace trigger areas_change_trigger after insert or update or delete on areas
for each statement execute function areas_log_change();

create or replace trigger changes_append_only before update or delete or truncate on changes
for each statement execute function refuse_change();

-- reports_above, reports_within: a report with all it was merged into, or with all that was merged into it. kept_report_id: the last above.
create or replace function reports_above(report uuid) returns setof uuid
language sql stable parallel safe as $$
  with recursive up as (
    select id, merged_into from reports where id = report
    union
    select r.id, r.merged_into from reports r join up on r.id = up.merged_into
  )
  select id from up
$$;
create or replace function reports_within(report uuid) returns setof uuid
language sql stable parallel safe as $$
  with recursive down as (
    select id from reports where id = report
    union
    select r.id from reports r join down on r.merged_into = down.id
  )
  select id from down
$$;
create or replace function kept_report_id(report uuid) returns uuid
language sql stable parallel safe
return (select r.id from reports r where r.id in (select reports_above(report)) and r.merged_into is null);

-- supports_count: keeps reports.supports equal to the number of supporters, of those reports too that it was merged into.
create or replace function supports_count() returns trigger
language plpgsql as $$
declare
  report uuid := case tg_op when 'INSERT' then new.report_id else old.report_id end;
begin
  -- In the order in which changes by staff lock reports; whoever merges them at this moment is waited for.
  perform from reports where id in (select reports_above(report)) order by id for no key update;
  update reports set supports = supports + case tg_op when 'INSERT' then 1 else -1 end where id in (select reports_above(report));
  return null;
end;
$$;
create or replace trigger supports_count_trigger after insert or delete on report_supports
for each row execute function supports_count();

-- reports_merge_voices: a report that is merged gives its supporters, itself as one of them, its households and photos to the one that is
-- kept; taken back, it gets exactly its own again. Supporters stay stored with the report they supported.
create or replace function reports_merge_voices() returns trigger
language plpgsql as $$
begin
  if old.merged_into is not null then
    update reports
    set supports = supports - new.supports - 1, households_merged = households_merged - new.households_merged - coalesce(new.households, 0)
    where id in (select reports_above(old.merged_into));
    update report_photos set report_id = old.id, home_id = nullif(home_id, old.id)
    where report_id = kept_report_id(old.merged_into) and home_id in (select reports_within(old.id));
  end if;
  if new.merged_into is not null then
    update reports
    set supports = supports + new.supports + 1, households_merged = households_merged + new.households_merged + coalesce(new.households, 0)
    where id in (select reports_above(new.merged_into));
    update report_photos set home_id = coalesce(home_id, report_id), report_id = kept_report_id(new.merged_into) where report_id = new.id;
  end if;
  return null;
end;
$$;
create or replace trigger reports_merge_voices after update of merged_into on reports
for each row when (old.merged_into is distinct from new.merged_into) execute function reports_merge_voices();
