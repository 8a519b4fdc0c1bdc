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
   old.updated_at, old.resolved_at, old.published_description, old.published_landmark, old.households, old.supports)
  is distinct from
  (new.category_code, new.kind_code, new.status, new.demo, new.hidden_at is null, new.precision, new.published_area_id, new.published_at,
   new.updated_at, new.resolved_at, new.published_description, new.published_landmark, new.households, new.supports)
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

-- supports_count: keeps reports.supports equal to the number of supporters.
create or replace function supports_count() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update reports set supports = supports + 1 where id = new.report_id;
  else
    update reports set supports = supports - 1 where id = old.report_id;
  end if;
  return null;
end;
$$;
create or replace trigger supports_count_trigger after insert or delete on report_supports
for each row execute function supports_count();
