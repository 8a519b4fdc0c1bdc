-- None of these is strict: the planner inlines no strict function with a case in it, and called it costs a plan in every
-- transaction.

-- coarser_precision: the coarser of two published precisions (exact < coarse < area).
create or replace function coarser_precision(a text, b text) returns text
language sql immutable parallel safe
return case when 'area' in (a, b) then 'area' when 'coarse' in (a, b) then 'coarse' else 'exact' end;

-- published_instant: the time a report may show: itself when the place is exact, else the start of its day in Asia/Bishkek.
create or replace function published_instant(instant timestamptz, place_precision text) returns timestamptz
language sql stable parallel safe
return case
  when place_precision = 'exact' then instant
  else date_trunc('day', instant at time zone 'Asia/Bishkek') at time zone 'Asia/Bishkek'
end;

-- coarse_grid_srid: the metric grid of a place. EPSG:32643 around Osh; elsewhere the place's own UTM zone, because a zone far away has no metres.
create or replace function coarse_grid_srid(place geometry) returns integer
language sql immutable parallel safe
return case
  when st_x(place) between 66 and 84 and st_y(place) between 0 and 84 then 32643
  else least(greatest(floor((st_x(place) + 180) / 6)::integer + 1, 1), 60) + case when st_y(place) < 0 then 32700 else 32600 end
end;

-- coarse_point: the centre of the 100 m cell that a place lies in; beyond the reach of UTM (the poles) the place rounded to 0.001 degree.
create or replace function coarse_point(place geometry) returns geometry
language plpgsql immutable strict parallel safe as $$
declare
  cell_metres constant integer := 100;
  projected geometry;
begin
  if abs(st_y(place)) > 80 then
    return st_setsrid(st_makepoint(round(st_x(place)::numeric, 3), round(st_y(place)::numeric, 3)), 4326);
  end if;
  projected := st_transform(place, coarse_grid_srid(place));
  return st_snaptogrid(
    st_transform(
      st_setsrid(
        st_makepoint(
          floor(st_x(projected) / cell_metres) * cell_metres + cell_metres / 2,
          floor(st_y(projected) / cell_metres) * cell_metres + cell_metres / 2
        ),
        st_srid(projected)
      ),
      4326
    ),
    0.000001
  );
end;
$$;
