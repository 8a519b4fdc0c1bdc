-- Areas (city > mtu > settlement > quarter) and every earlier version of each.
create table areas (
  id integer generated always as identity primary key,
  code text not null,
  kind text not null,
  parent_id integer,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  short_name_ky text,
  short_name_ru text,
  short_name_en text,
  households integer,
  approximate boolean not null default true,
  source text,
  geometry geometry(MultiPolygon, 4326) not null,
  label_point geometry(Point, 4326) not null,
  valid_from date,
  valid_to date,
  updated_at timestamptz not null default now(),
  constraint areas_code_unique unique (code),
  constraint areas_code_format check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$' and code <> 'none'),
  constraint areas_kind_known check (kind in ('city', 'mtu', 'settlement', 'quarter')),
  constraint areas_parent_fk foreign key (parent_id) references areas (id) on delete restrict,
  constraint areas_parent_other check (parent_id <> id),
  constraint areas_households_range check (households between 1 and 10000000),
  constraint areas_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
  constraint areas_geometry_size check (st_npoints(geometry) <= 20000),
  constraint areas_label_inside check (st_covers(geometry, label_point)),
  constraint areas_validity_order check (valid_from < valid_to)
);
comment on table areas is 'Administrative areas as they stand now; renamed and redrawn by administrators, never by code.';
comment on column areas.approximate is 'true while the boundary is a placeholder; every screen, print and export says so';
comment on column areas.label_point is 'where area-precision reports and the name are shown; always inside the boundary';
comment on column areas.households is 'households living there, null when not known';
create index areas_geometry_index on areas using gist (geometry);
create index areas_parent_index on areas (parent_id);

create table area_versions (
  id bigint generated always as identity primary key,
  area_id integer not null,
  code text not null,
  kind text not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  households integer,
  approximate boolean not null,
  source text,
  geometry geometry(MultiPolygon, 4326) not null,
  in_force_from timestamptz not null,
  replaced_at timestamptz not null default now(),
  constraint area_versions_area_fk foreign key (area_id) references areas (id) on delete restrict
);
comment on table area_versions is 'What an area was before each change; written by a trigger, append-only.';
create index area_versions_area_index on area_versions (area_id, replaced_at);
