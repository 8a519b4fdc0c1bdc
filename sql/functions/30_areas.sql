-- area_in_force: whether an area counts today in Asia/Bishkek.
create or replace function area_in_force(valid_from date, valid_to date) returns boolean
language sql stable parallel safe
return coalesce(valid_from <= (now() at time zone 'Asia/Bishkek')::date, true)
  and coalesce(valid_to > (now() at time zone 'Asia/Bishkek')::date, true);

-- area_at: the finest settlement or quarter in force that covers a place; the smaller one, then the lower code, where two overlap. Null outside all.
-- In plpgsql, which keeps its plan for the session: an SQL function would be planned in every transaction.
create or replace function area_at(place geometry) returns integer
language plpgsql stable parallel safe as $$
begin
  return (
    select a.id
    from areas a
    where st_covers(a.geometry, place) and a.kind in ('settlement', 'quarter') and area_in_force(a.valid_from, a.valid_to)
    order by a.kind = 'quarter' desc, st_area(a.geometry), a.code
    limit 1
  );
end;
$$;

-- settlement_of: the settlement an area is or lies in; null when there is none above it. In plpgsql for the same reason.
create or replace function settlement_of(area integer) returns integer
language plpgsql stable parallel safe as $$
begin
  return (
    with recursive up as (
      select id, parent_id, kind, 1 as step from areas where id = area
      union all
      select parent.id, parent.parent_id, parent.kind, up.step + 1
      from areas parent
      join up on parent.id = up.parent_id
      where up.step < 8
    )
    select up.id from up where up.kind = 'settlement' order by up.step limit 1
  );
end;
$$;

-- areas_keep_version: what an area was goes to area_versions whenever something a reader would notice changes.
create or replace function areas_keep_version() returns trigger
language plpgsql as $$
begin
  insert into area_versions (area_id, code, kind, name_ky, name_ru, name_en, households, approximate, source, geometry, in_force_from)
  values (old.id, old.code, old.kind, old.name_ky, old.name_ru, old.name_en, old.households, old.approximate, old.source, old.geometry, old.updated_at);
  new.updated_at := clock_timestamp();
  return new;
end;
$$;
create or replace trigger areas_version_trigger before update on areas
for each row when (old.* is distinct from new.*) execute function areas_keep_version();

-- refuse_change: keeps a table append-only. The application owns its tables, so a trigger says it, not a grant.
create or replace function refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception using errcode = 'restrict_violation', message = tg_table_name || ' is append-only';
end;
$$;
create or replace trigger area_versions_append_only before update or delete or truncate on area_versions
for each statement execute function refuse_change();
