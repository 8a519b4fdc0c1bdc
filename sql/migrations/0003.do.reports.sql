-- Reports: what was said (private) beside what is published of it (computed here, once, by reports_place).
create table reports (
  id uuid primary key default gen_random_uuid(),
  code text not null,
  category_code text not null,
  kind_code text,
  status text not null default 'new',
  language text not null default 'ky',
  channel text not null default 'web',
  demo boolean not null default false,
  external_source text,
  external_id text,

  -- private: never read by public code
  location geometry(Point, 4326),
  asked_area_id integer,
  area_id integer,
  landmark text,
  description text,
  observed_at timestamptz,
  reported_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  resolved_at timestamptz,
  hidden_at timestamptz,
  hidden_reason text,
  manage_token_hash bytea,

  -- public: what published_reports shows
  precision text not null,
  published_location geometry(Point, 4326),
  published_area_id integer,
  published_at timestamptz not null,
  published_description text,
  published_landmark text,
  published_search tsvector,
  households integer,
  supports integer not null default 0,

  constraint reports_code_unique unique (code),
  constraint reports_code_format check (code ~ '^[2-9A-HJKMNP-Z]{8,12}$'),
  constraint reports_external_unique unique (external_source, external_id),
  constraint reports_external_pair check ((external_source is null) = (external_id is null)),
  constraint reports_category_fk foreign key (category_code) references categories (code) on delete restrict,
  constraint reports_kind_fk foreign key (category_code, kind_code) references kinds (category_code, code) on delete restrict,
  constraint reports_asked_area_fk foreign key (asked_area_id) references areas (id) on delete restrict,
  constraint reports_area_fk foreign key (area_id) references areas (id) on delete restrict,
  constraint reports_published_area_fk foreign key (published_area_id) references areas (id) on delete restrict,
  constraint reports_status_known check (status in ('new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate')),
  constraint reports_channel_known check (channel in ('web', 'paper', 'phone', 'visit', 'import', 'open311')),
  constraint reports_language_format check (language ~ '^[a-z]{2,3}$'),
  constraint reports_precision_known check (precision in ('exact', 'coarse', 'area')),
  constraint reports_place_given check (location is not null or asked_area_id is not null),
  constraint reports_location_range check (st_x(location) between -180 and 180 and st_y(location) between -90 and 90),
  constraint reports_households_range check (households between 1 and 200),
  constraint reports_description_length check (char_length(description) <= 4000),
  constraint reports_landmark_length check (char_length(landmark) <= 300),
  constraint reports_supports_count check (supports >= 0),
  constraint reports_hidden_reason check (hidden_at is null or hidden_reason is not null)
);
comment on column reports.location is 'the exact place as given, WGS 84; private whatever the precision';
comment on column reports.area_id is 'finest area that contains location; private, because it may be finer than what is published';
comment on column reports.precision is 'how finely the place is published: the coarser of the kind''s and the reporter''s wish; never gets finer';
comment on column reports.published_location is 'exact: the place; coarse: centre of its 100 m cell (EPSG:32643); area: label point of the settlement, null outside all';
comment on column reports.published_at is 'reported_at when exact, else the start of its day in Asia/Bishkek, so that two reports minutes apart cannot be linked';
comment on column reports.households is 'households the reporter says are affected';

create index reports_published_order_index on reports (published_at desc, id desc) where hidden_at is null;
create index reports_published_location_index on reports using gist (published_location) where hidden_at is null;
create index reports_published_area_index on reports (published_area_id, published_at desc, id desc) where hidden_at is null;
create index reports_published_category_index on reports (category_code, published_at desc, id desc) where hidden_at is null;
create index reports_published_search_index on reports using gin (published_search) where published_search is not null;
create index reports_real_index on reports (id) where hidden_at is null and not demo;
create index reports_demo_index on reports (id) where demo;
create index reports_location_index on reports using gist (location);
create index reports_area_index on reports (area_id);
create index reports_asked_area_index on reports (asked_area_id) where asked_area_id is not null;
create index reports_kind_index on reports (kind_code);

create table report_contacts (
  report_id uuid primary key,
  name text,
  phone text,
  consented_at timestamptz not null,
  constraint report_contacts_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_contacts_something check (name is not null or phone is not null),
  constraint report_contacts_length check (char_length(name) <= 200 and char_length(phone) <= 40)
);
comment on table report_contacts is 'Names and phones, apart from the reports and never exported.';

create table idempotency_keys (
  key uuid primary key,
  body_hash bytea not null,
  answer text,
  created_at timestamptz not null default now()
);
comment on table idempotency_keys is 'The first answer to each key, so that a lost answer can be given again word for word.';
comment on column idempotency_keys.answer is 'JSON text of {id, code, report}; the manage token is derived again, never stored';
create index idempotency_keys_created_index on idempotency_keys (created_at);

create table report_supports (
  report_id uuid not null,
  device_hmac bytea not null,
  created_at timestamptz not null default now(),
  primary key (report_id, device_hmac),
  constraint report_supports_report_fk foreign key (report_id) references reports (id) on delete cascade
);
comment on column report_supports.device_hmac is 'HMAC of report id and device token: says that a device supported once, not which reports one device supported';

create table report_photos (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null,
  position integer not null,
  state text not null default 'pending',
  width_pixels integer not null,
  height_pixels integer not null,
  storage_key text not null,
  created_at timestamptz not null default now(),
  constraint report_photos_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_photos_storage_unique unique (storage_key),
  constraint report_photos_state_known check (state in ('pending', 'published', 'refused'))
);
create index report_photos_report_index on report_photos (report_id, position);
