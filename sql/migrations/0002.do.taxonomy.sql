-- What a report can be about, who answers for it, and how finely its place may be published.
create table categories (
  code text primary key,
  position integer not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  short_ky text not null,
  short_ru text not null,
  short_en text not null,
  color text not null,
  icon_color text not null,
  precision text not null,
  urgent boolean not null default false,
  retired_at timestamptz,
  constraint categories_code_format check (code ~ '^[A-Z][A-Z0-9]{1,31}$'),
  constraint categories_color_format check (color ~ '^#[0-9A-F]{6}$' and icon_color ~ '^#[0-9A-F]{6}$'),
  constraint categories_precision_known check (precision in ('exact', 'coarse', 'area'))
);
comment on column categories.precision is 'the finest place that may be published when no kind is given';
comment on column categories.urgent is 'the page shows an emergency number before sending';

create table kinds (
  code text primary key,
  category_code text not null,
  position integer not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  precision text not null,
  retired_at timestamptz,
  constraint kinds_code_format check (code ~ '^[A-Z][A-Z0-9]{1,31}_[A-Z0-9_]{1,32}$'),
  constraint kinds_category_fk foreign key (category_code) references categories (code) on delete restrict,
  constraint kinds_category_unique unique (category_code, code),
  constraint kinds_precision_known check (precision in ('exact', 'coarse', 'area'))
);
comment on column kinds.precision is 'the finest place that may be published for a report of this kind';

create table bodies (
  id integer generated always as identity primary key,
  code text not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  confirmed boolean not null default false,
  source text,
  constraint bodies_code_unique unique (code),
  constraint bodies_code_format check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);
comment on table bodies is 'Bodies that may answer for a category: proposals until the administrator confirms them.';

create table category_bodies (
  category_code text not null,
  body_id integer not null,
  position integer not null,
  primary key (category_code, body_id),
  constraint category_bodies_category_fk foreign key (category_code) references categories (code) on delete cascade,
  constraint category_bodies_body_fk foreign key (body_id) references bodies (id) on delete cascade
);
create index category_bodies_body_index on category_bodies (body_id);
