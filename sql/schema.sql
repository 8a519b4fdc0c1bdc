-- The schema as it stands after all migrations and functions. Made by "npm run schema": not edited, run by nothing.

create table address_salts (
  day date not null,
  salt bytea not null,
  constraint address_salts_pkey PRIMARY KEY (day)
);
comment on table address_salts is 'Made anew each day and deleted after it, so that nobody can tell whose address a hash was.';

create table area_proposals (
  id bigint generated always as identity not null,
  name text not null,
  user_id integer not null,
  created_at timestamp with time zone default now() not null,
  document jsonb not null,
  new_codes jsonb default '{}'::jsonb not null,
  end_missing boolean default false not null,
  differences jsonb not null,
  seen_state text not null,
  state text default 'open'::text not null,
  applied_by integer,
  applied_at timestamp with time zone,
  before_areas jsonb,
  after_state text,
  undone_at timestamp with time zone,
  constraint area_proposals_applied_by_fk FOREIGN KEY (applied_by) REFERENCES staff_users(id) ON DELETE RESTRICT,
  constraint area_proposals_applied_whole CHECK ((((state = 'open'::text) = (applied_at IS NULL)) AND ((applied_at IS NULL) = (before_areas IS NULL)) AND ((state = 'undone'::text) = (undone_at IS NOT NULL)))),
  constraint area_proposals_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  constraint area_proposals_pkey PRIMARY KEY (id),
  constraint area_proposals_state_known CHECK ((state = ANY (ARRAY['open'::text, 'applied'::text, 'undone'::text]))),
  constraint area_proposals_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
CREATE INDEX area_proposals_applied_by_index ON public.area_proposals USING btree (applied_by);
CREATE INDEX area_proposals_user_index ON public.area_proposals USING btree (user_id);
comment on table area_proposals is 'Boundaries as somebody drew or uploaded them. Nothing changes before one is applied.';
comment on column area_proposals.document is 'GeoJSON FeatureCollection as it came';
comment on column area_proposals.new_codes is 'old code -> new code, for areas that get another name and keep their reports';
comment on column area_proposals.end_missing is 'areas that the document does not name end today';
comment on column area_proposals.differences is 'what it would change, as last computed or as applied';
comment on column area_proposals.seen_state is 'fingerprint of all areas when the differences were computed: with another one it is not applied';
comment on column area_proposals.before_areas is 'what the changed areas were, whole, for taking it back';
comment on column area_proposals.after_state is 'fingerprint of all areas after it: it is taken back only while they are the same';

create table area_versions (
  id bigint generated always as identity not null,
  area_id integer not null,
  code text not null,
  kind text not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  households integer,
  approximate boolean not null,
  source text,
  geometry geometry(MultiPolygon,4326) not null,
  in_force_from timestamp with time zone not null,
  replaced_at timestamp with time zone default now() not null,
  constraint area_versions_area_fk FOREIGN KEY (area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint area_versions_pkey PRIMARY KEY (id)
);
CREATE INDEX area_versions_area_index ON public.area_versions USING btree (area_id, replaced_at);
comment on table area_versions is 'What an area was before each change; written by a trigger, append-only.';

create table areas (
  id integer generated always as identity not null,
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
  approximate boolean default true not null,
  source text,
  geometry geometry(MultiPolygon,4326) not null,
  label_point geometry(Point,4326) not null,
  valid_from date,
  valid_to date,
  updated_at timestamp with time zone default now() not null,
  constraint areas_code_format CHECK (((code ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text) AND (code <> 'none'::text))),
  constraint areas_code_unique UNIQUE (code),
  constraint areas_geometry_size CHECK ((st_npoints(geometry) <= 20000)),
  constraint areas_geometry_valid CHECK ((st_isvalid(geometry) AND (NOT st_isempty(geometry)))),
  constraint areas_households_range CHECK (((households >= 1) AND (households <= 10000000))),
  constraint areas_kind_known CHECK ((kind = ANY (ARRAY['city'::text, 'mtu'::text, 'settlement'::text, 'quarter'::text]))),
  constraint areas_label_inside CHECK (st_covers(geometry, label_point)),
  constraint areas_parent_fk FOREIGN KEY (parent_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint areas_parent_other CHECK ((parent_id <> id)),
  constraint areas_pkey PRIMARY KEY (id),
  constraint areas_validity_order CHECK ((valid_from < valid_to))
);
CREATE INDEX areas_geometry_index ON public.areas USING gist (geometry);
CREATE INDEX areas_parent_index ON public.areas USING btree (parent_id);
comment on table areas is 'Administrative areas as they stand now; renamed and redrawn by administrators, never by code.';
comment on column areas.households is 'households living there, null when not known';
comment on column areas.approximate is 'true while the boundary is a placeholder; every screen, print and export says so';
comment on column areas.label_point is 'where area-precision reports and the name are shown; always inside the boundary';

create table audit_log (
  id bigint generated always as identity not null,
  happened_at timestamp with time zone default now() not null,
  user_id integer,
  via text not null,
  action text not null,
  subject text not null,
  subject_id text,
  report_version integer,
  undoes bigint,
  fields jsonb default '{}'::jsonb not null,
  seal_id bigint,
  constraint audit_log_action_format CHECK ((action ~ '^[a-z]+[.][a-z_]+$'::text)),
  constraint audit_log_pkey PRIMARY KEY (id),
  constraint audit_log_seal_fk FOREIGN KEY (seal_id) REFERENCES history_seals(id) ON DELETE RESTRICT,
  constraint audit_log_subject_known CHECK ((subject = ANY (ARRAY['report'::text, 'user'::text, 'body'::text, 'route'::text, 'area'::text, 'category'::text, 'kind'::text, 'setting'::text, 'text'::text]))),
  constraint audit_log_undoes_fk FOREIGN KEY (undoes) REFERENCES audit_log(id) ON DELETE RESTRICT,
  constraint audit_log_undoes_unique UNIQUE (undoes),
  constraint audit_log_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT,
  constraint audit_log_via_known CHECK ((via = ANY (ARRAY['session'::text, 'token'::text, 'link'::text, 'console'::text, 'reporter'::text])))
);
CREATE INDEX audit_log_subject_index ON public.audit_log USING btree (subject, subject_id, id);
CREATE INDEX audit_log_unsealed_index ON public.audit_log USING btree (id) WHERE (seal_id IS NULL);
CREATE INDEX audit_log_user_index ON public.audit_log USING btree (user_id, id);
comment on table audit_log is 'Who did what, append-only. Values are in audit_values; here are only their names and salted hashes.';
comment on column audit_log.report_version is 'the version of its subject (report, category, kind, settings) that this made';
comment on column audit_log.fields is 'field -> {before, after}: SHA-256 of salt and value, in hex';

create table audit_values (
  entry_id bigint not null,
  field text not null,
  salt bytea,
  before jsonb,
  after jsonb,
  erased_at timestamp with time zone,
  constraint audit_values_entry_fk FOREIGN KEY (entry_id) REFERENCES audit_log(id) ON DELETE RESTRICT,
  constraint audit_values_erased_whole CHECK (((erased_at IS NULL) OR ((salt IS NULL) AND (before IS NULL) AND (after IS NULL)))),
  constraint audit_values_pkey PRIMARY KEY (entry_id, field)
);
comment on table audit_values is 'The values themselves: personal ones and exact places too. Erasing one leaves its hash in the chain, and without the salt nobody can guess it.';

create table bodies (
  id integer generated always as identity not null,
  code text not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  confirmed boolean default false not null,
  source text,
  retired_at timestamp with time zone,
  version integer default 1 not null,
  constraint bodies_code_format CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint bodies_code_unique UNIQUE (code),
  constraint bodies_pkey PRIMARY KEY (id)
);
comment on table bodies is 'Bodies that may answer for a category: proposals until the administrator confirms them.';

create table body_routes (
  id integer generated always as identity not null,
  category_code text,
  kind_code text,
  area_id integer,
  body_id integer not null,
  valid_from date,
  valid_to date,
  version integer default 1 not null,
  constraint body_routes_area_fk FOREIGN KEY (area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint body_routes_body_fk FOREIGN KEY (body_id) REFERENCES bodies(id) ON DELETE RESTRICT,
  constraint body_routes_category_fk FOREIGN KEY (category_code) REFERENCES categories(code) ON DELETE CASCADE,
  constraint body_routes_kind_category CHECK (((kind_code IS NULL) OR (category_code IS NOT NULL))),
  constraint body_routes_kind_fk FOREIGN KEY (category_code, kind_code) REFERENCES kinds(category_code, code) ON DELETE CASCADE,
  constraint body_routes_pkey PRIMARY KEY (id),
  constraint body_routes_validity_order CHECK ((valid_from < valid_to))
);
CREATE INDEX body_routes_area_index ON public.body_routes USING btree (area_id);
CREATE INDEX body_routes_body_index ON public.body_routes USING btree (body_id);
CREATE INDEX body_routes_kind_index ON public.body_routes USING btree (category_code, kind_code);
comment on table body_routes is 'Who answers for a category or kind in an area. The kind counts for more than the category, the smaller area for more than the larger, the later start for more than the earlier.';

create table categories (
  code text not null,
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
  urgent boolean default false not null,
  retired_at timestamp with time zone,
  nearby_metres integer default 150 not null,
  nearby_days integer default 365 not null,
  icon text not null,
  version integer default 1 not null,
  constraint categories_code_format CHECK ((code ~ '^[A-Z][A-Z0-9]{1,31}$'::text)),
  constraint categories_color_format CHECK (((color ~ '^#[0-9A-F]{6}$'::text) AND (icon_color ~ '^#[0-9A-F]{6}$'::text))),
  constraint categories_icon_format CHECK ((icon ~ '^[A-Z][A-Z0-9]{1,31}$'::text)),
  constraint categories_nearby_range CHECK ((((nearby_metres >= 10) AND (nearby_metres <= 1000)) AND ((nearby_days >= 1) AND (nearby_days <= 3650)))),
  constraint categories_pkey PRIMARY KEY (code),
  constraint categories_precision_known CHECK (("precision" = ANY (ARRAY['exact'::text, 'coarse'::text, 'area'::text])))
);
comment on column categories.precision is 'the finest place that may be published when no kind is given';
comment on column categories.urgent is 'the page shows an emergency number before sending';
comment on column categories.nearby_metres is 'how far a likely duplicate may be';
comment on column categories.nearby_days is 'how long ago a likely duplicate may have been reported';
comment on column categories.icon is 'name of one of the pictures of the web; those shipped are named after their category';

create table category_bodies (
  category_code text not null,
  body_id integer not null,
  position integer not null,
  constraint category_bodies_body_fk FOREIGN KEY (body_id) REFERENCES bodies(id) ON DELETE CASCADE,
  constraint category_bodies_category_fk FOREIGN KEY (category_code) REFERENCES categories(code) ON DELETE CASCADE,
  constraint category_bodies_pkey PRIMARY KEY (category_code, body_id)
);
CREATE INDEX category_bodies_body_index ON public.category_bodies USING btree (body_id);

create table changes (
  sequence bigint generated always as identity not null,
  transaction_id xid8 default pg_current_xact_id() not null,
  subject text not null,
  report_id uuid,
  changed_at timestamp with time zone default now() not null,
  constraint changes_pkey PRIMARY KEY (sequence),
  constraint changes_report_given CHECK (((subject = 'report'::text) = (report_id IS NOT NULL))),
  constraint changes_subject_known CHECK ((subject = ANY (ARRAY['report'::text, 'areas'::text, 'taxonomy'::text])))
);
CREATE INDEX changes_reading_index ON public.changes USING btree (transaction_id, sequence);
comment on table changes is 'One row for each change of published data. Sequence order is not commit order: read (transaction_id, sequence) below pg_snapshot_xmin(pg_current_snapshot()), so that a late commit is never skipped.';
comment on column changes.subject is 'taxonomy: names of categories, kinds and bodies, and settings';

create table history_checks (
  id bigint generated always as identity not null,
  checked_at timestamp with time zone default now() not null,
  user_id integer,
  seals integer not null,
  entries bigint not null,
  sealed_until timestamp with time zone,
  faults jsonb default '[]'::jsonb not null,
  constraint history_checks_faults_list CHECK ((jsonb_typeof(faults) = 'array'::text)),
  constraint history_checks_pkey PRIMARY KEY (id),
  constraint history_checks_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
CREATE INDEX history_checks_user_index ON public.history_checks USING btree (user_id);
comment on table history_checks is 'Each time the chain over history was verified.';
comment on column history_checks.user_id is 'who asked for it; null on the command line';
comment on column history_checks.seals is 'how many seals there were';
comment on column history_checks.sealed_until is 'time of the last of them: entries after it were not verified';
comment on column history_checks.faults is 'where and what, at most 100 of each kind; empty when the chain was whole';

create table history_seals (
  id bigint not null,
  sealed_at timestamp with time zone default now() not null,
  entries integer not null,
  digest bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint history_seals_entries_some CHECK ((entries > 0)),
  constraint history_seals_pkey PRIMARY KEY (id),
  constraint history_seals_previous_unique UNIQUE (previous_hash)
);
comment on table history_seals is 'The chain: each seal covers a batch of entries of report_history and audit_log, and the seal before it. Append-only.';
comment on column history_seals.digest is 'SHA-256 over the hashes of its entries, history first, each by id';
comment on column history_seals.hash is 'SHA-256 over previous_hash, id, sealed_at, entries and digest';

create table idempotency_keys (
  key uuid not null,
  body_hash bytea not null,
  answer text,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (key)
);
CREATE INDEX idempotency_keys_created_index ON public.idempotency_keys USING btree (created_at);
comment on table idempotency_keys is 'The first answer to each key, so that a lost answer can be given again word for word.';
comment on column idempotency_keys.answer is 'JSON text of {id, code, report}; the manage token is derived again, never stored';

create table kinds (
  code text not null,
  category_code text not null,
  position integer not null,
  name_ky text not null,
  name_ru text not null,
  name_en text not null,
  precision text not null,
  retired_at timestamp with time zone,
  icon text,
  version integer default 1 not null,
  constraint kinds_category_fk FOREIGN KEY (category_code) REFERENCES categories(code) ON DELETE RESTRICT,
  constraint kinds_category_unique UNIQUE (category_code, code),
  constraint kinds_code_format CHECK ((code ~ '^[A-Z][A-Z0-9]{1,31}_[A-Z0-9_]{1,32}$'::text)),
  constraint kinds_icon_format CHECK ((icon ~ '^[A-Z][A-Z0-9]{1,31}$'::text)),
  constraint kinds_pkey PRIMARY KEY (code),
  constraint kinds_precision_known CHECK (("precision" = ANY (ARRAY['exact'::text, 'coarse'::text, 'area'::text])))
);
comment on column kinds.precision is 'the finest place that may be published for a report of this kind';
comment on column kinds.icon is 'null: the picture of the category';

create table operation_entries (
  audit_id bigint not null,
  operation_id bigint not null,
  report_id uuid not null,
  constraint operation_entries_audit_fk FOREIGN KEY (audit_id) REFERENCES audit_log(id) ON DELETE RESTRICT,
  constraint operation_entries_operation_fk FOREIGN KEY (operation_id) REFERENCES staff_operations(id) ON DELETE RESTRICT,
  constraint operation_entries_pkey PRIMARY KEY (audit_id),
  constraint operation_entries_report_unique UNIQUE (operation_id, report_id)
);

create table photo_files_unused (
  storage_key text not null,
  delete_after timestamp with time zone default now() not null,
  constraint photo_files_unused_pkey PRIMARY KEY (storage_key)
);
CREATE INDEX photo_files_unused_order_index ON public.photo_files_unused USING btree (delete_after);
comment on table photo_files_unused is 'Files to delete from the storage: those of photos that are gone, and those that are being written, until their photo is stored.';

create table photo_renditions (
  storage_key text not null,
  photo_id uuid not null,
  blur jsonb not null,
  constraint photo_renditions_blur_unique UNIQUE (photo_id, blur),
  constraint photo_renditions_photo_fk FOREIGN KEY (photo_id) REFERENCES report_photos(id) ON DELETE CASCADE,
  constraint photo_renditions_pkey PRIMARY KEY (storage_key)
);
comment on table photo_renditions is 'Every picture made of a photo that was blurred, the one without included; report_photos.storage_key is the one the public sees.';

create table photo_uploads (
  id uuid default gen_random_uuid() not null,
  report_id uuid not null,
  sent_key uuid not null,
  length_bytes integer not null,
  expires_at timestamp with time zone not null,
  verdict_hmac bytea,
  constraint photo_uploads_length_range CHECK ((length_bytes > 0)),
  constraint photo_uploads_pkey PRIMARY KEY (id),
  constraint photo_uploads_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint photo_uploads_sent_key_unique UNIQUE (report_id, sent_key)
);
CREATE INDEX photo_uploads_expiry_index ON public.photo_uploads USING btree (expires_at);
comment on table photo_uploads is 'Photos that arrive in parts. The parts lie in DATA_DIR/uploads under the id; it becomes the id of the photo.';
comment on column photo_uploads.verdict_hmac is 'the mark of the device of a neighbour who sends it with an answer; null when who sent the report does';

create table replies (
  id bigint generated always as identity not null,
  user_id integer not null,
  body_id integer,
  text text not null,
  file_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint replies_body_fk FOREIGN KEY (body_id) REFERENCES bodies(id) ON DELETE RESTRICT,
  constraint replies_file_fk FOREIGN KEY (file_id) REFERENCES reply_files(id) ON DELETE RESTRICT,
  constraint replies_pkey PRIMARY KEY (id),
  constraint replies_text_length CHECK (((char_length(text) >= 1) AND (char_length(text) <= 4000))),
  constraint replies_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
CREATE INDEX replies_body_index ON public.replies USING btree (body_id);
CREATE INDEX replies_file_index ON public.replies USING btree (file_id);
CREATE INDEX replies_user_index ON public.replies USING btree (user_id);

create table reply_files (
  id uuid default gen_random_uuid() not null,
  user_id integer not null,
  storage_key text not null,
  type text not null,
  bytes integer not null,
  created_at timestamp with time zone default now() not null,
  constraint reply_files_pkey PRIMARY KEY (id),
  constraint reply_files_storage_unique UNIQUE (storage_key),
  constraint reply_files_type_known CHECK ((type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text]))),
  constraint reply_files_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
CREATE INDEX reply_files_user_index ON public.reply_files USING btree (user_id);
comment on column reply_files.storage_key is 'private: 128 random bits, from which the name of the stored file is made';

create table report_claims (
  report_id uuid not null,
  user_id integer not null,
  expires_at timestamp with time zone not null,
  constraint report_claims_pkey PRIMARY KEY (report_id),
  constraint report_claims_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_claims_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX report_claims_user_index ON public.report_claims USING btree (user_id);

create table report_contacts (
  report_id uuid not null,
  sealed bytea not null,
  key_id text not null,
  consented_at timestamp with time zone not null,
  constraint report_contacts_key_format CHECK ((key_id ~ '^[0-9a-f]{16}$'::text)),
  constraint report_contacts_pkey PRIMARY KEY (report_id),
  constraint report_contacts_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_contacts_sealed_length CHECK (((octet_length(sealed) >= 29) AND (octet_length(sealed) <= 4096)))
);
CREATE INDEX report_contacts_key_index ON public.report_contacts USING btree (key_id);
comment on table report_contacts is 'Names and phones, apart from the reports, encrypted and never exported.';
comment on column report_contacts.sealed is 'AES-256-GCM of JSON {name, phone}, bound to the report''s code: 12 bytes iv, 16 bytes tag, text';
comment on column report_contacts.key_id is 'which key: a fingerprint of CONTACT_KEY or SECRET_KEY that says nothing of it';

create table report_contacts_unsealed (
  report_id uuid not null,
  name text,
  phone text,
  consented_at timestamp with time zone not null,
  constraint report_contacts_unsealed_length CHECK (((char_length(name) <= 200) AND (char_length(phone) <= 40))),
  constraint report_contacts_unsealed_pkey PRIMARY KEY (report_id),
  constraint report_contacts_unsealed_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_contacts_unsealed_something CHECK (((name IS NOT NULL) OR (phone IS NOT NULL)))
);
comment on table report_contacts_unsealed is 'Empty but for rows of before encryption, until the next start.';

create table report_flags (
  id bigint generated always as identity not null,
  report_id uuid not null,
  device_hmac bytea not null,
  reason text not null,
  note text,
  created_at timestamp with time zone default now() not null,
  constraint report_flags_device_unique UNIQUE (report_id, device_hmac),
  constraint report_flags_note_length CHECK ((char_length(note) <= 500)),
  constraint report_flags_pkey PRIMARY KEY (id),
  constraint report_flags_reason_known CHECK ((reason = ANY (ARRAY['personal_data'::text, 'abuse'::text, 'spam'::text, 'not_a_problem'::text, 'wrong_place'::text, 'other'::text]))),
  constraint report_flags_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
);
CREATE INDEX report_flags_time_index ON public.report_flags USING btree (created_at);
comment on table report_flags is 'What anybody thinks is wrong with a report. Hides nothing: somebody looks.';

create table report_followers (
  id uuid default gen_random_uuid() not null,
  report_id uuid not null,
  channel text not null,
  language text not null,
  sealed bytea not null,
  key_id text not null,
  created_at timestamp with time zone default now() not null,
  confirmed_at timestamp with time zone,
  tries integer default 0 not null,
  next_try_at timestamp with time zone default now() not null,
  constraint report_followers_channel_known CHECK ((channel = ANY (ARRAY['mail'::text, 'push'::text]))),
  constraint report_followers_channel_unique UNIQUE (report_id, channel),
  constraint report_followers_key_format CHECK ((key_id ~ '^[0-9a-f]{16}$'::text)),
  constraint report_followers_language_format CHECK ((language ~ '^[a-z]{2,3}$'::text)),
  constraint report_followers_pkey PRIMARY KEY (id),
  constraint report_followers_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_followers_sealed_length CHECK (((octet_length(sealed) >= 29) AND (octet_length(sealed) <= 4096)))
);
CREATE INDEX report_followers_key_index ON public.report_followers USING btree (key_id);
comment on table report_followers is 'Where who sent a report wishes to hear of it; encrypted as contacts are, erased with them, never exported, read by no staff.';
comment on column report_followers.sealed is 'AES-256-GCM, bound to the report''s code and the channel: 12 bytes iv, 16 bytes tag, JSON of the address';
comment on column report_followers.confirmed_at is 'null: whoever has the address has not said yet that it is wished; nothing but that question is ever sent to it';
comment on column report_followers.next_try_at is 'nothing is sent before; a process that sends sets it ahead, so that no other does';

create table report_history (
  id bigint generated always as identity not null,
  report_id uuid not null,
  happened_at timestamp with time zone default now() not null,
  actor text not null,
  event text not null,
  status text,
  note text,
  is_public boolean default true not null,
  demo boolean default false not null,
  note_salt bytea,
  note_hash bytea,
  audit_id bigint,
  seal_id bigint,
  constraint report_history_actor_known CHECK ((actor = ANY (ARRAY['resident'::text, 'staff'::text, 'system'::text, 'import'::text]))),
  constraint report_history_audit_fk FOREIGN KEY (audit_id) REFERENCES audit_log(id) ON DELETE RESTRICT,
  constraint report_history_event_known CHECK ((event = ANY (ARRAY['created'::text, 'status'::text, 'replied'::text, 'moderated'::text, 'moved'::text, 'recategorised'::text, 'merged'::text, 'hidden'::text, 'shown'::text, 'undone'::text, 'photo'::text, 'noted'::text, 'asked'::text, 'answered'::text, 'assigned'::text, 'reopened'::text, 'flags_seen'::text, 'corrected'::text, 'withdrawn'::text, 'contact_erased'::text, 'verdicts_seen'::text]))),
  constraint report_history_pkey PRIMARY KEY (id),
  constraint report_history_seal_fk FOREIGN KEY (seal_id) REFERENCES history_seals(id) ON DELETE RESTRICT,
  constraint report_history_status_known CHECK ((status = ANY (ARRAY['new'::text, 'verified'::text, 'in_progress'::text, 'resolved'::text, 'rejected'::text, 'duplicate'::text])))
);
CREATE INDEX report_history_audit_index ON public.report_history USING btree (audit_id) WHERE (audit_id IS NOT NULL);
CREATE INDEX report_history_reopened_index ON public.report_history USING btree (report_id) WHERE ((event = 'reopened'::text) AND (actor = 'resident'::text));
CREATE INDEX report_history_report_index ON public.report_history USING btree (report_id, happened_at, id);
CREATE INDEX report_history_unsealed_index ON public.report_history USING btree (id) WHERE ((seal_id IS NULL) AND (NOT demo));
comment on column report_history.note is 'words meant for the public; never a name, a phone or an exact place';
comment on column report_history.demo is 'copied from the report: only invented history may ever be deleted';
comment on column report_history.note_hash is 'SHA-256 of note_salt and note; stays when the note is erased';
comment on column report_history.audit_id is 'who did it; null for residents and imports';

create table report_notices (
  id bigint generated always as identity not null,
  follower_id uuid not null,
  kind text not null,
  subject text,
  created_at timestamp with time zone default now() not null,
  constraint report_notices_follower_fk FOREIGN KEY (follower_id) REFERENCES report_followers(id) ON DELETE CASCADE,
  constraint report_notices_kind_known CHECK ((kind = ANY (ARRAY['confirmation'::text, 'status'::text, 'question'::text, 'reply'::text, 'merged'::text]))),
  constraint report_notices_pkey PRIMARY KEY (id)
);
CREATE INDEX report_notices_follower_index ON public.report_notices USING btree (follower_id, created_at);
comment on table report_notices is 'What is still to be sent; written in the transaction of the change, deleted when it is sent or given up.';
comment on column report_notices.subject is 'the status before, or the id of the question or reply: what was taken back meanwhile is not sent';

create table report_origins (
  report_id uuid not null,
  address_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint report_origins_pkey PRIMARY KEY (report_id),
  constraint report_origins_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
);
CREATE INDEX report_origins_time_index ON public.report_origins USING btree (created_at);
comment on table report_origins is 'Salted hash of the address a report came from, for seven days: shows a flood as one.';

create table report_photos (
  id uuid default gen_random_uuid() not null,
  report_id uuid not null,
  position integer not null,
  state text default 'pending'::text not null,
  width_pixels integer not null,
  height_pixels integer not null,
  storage_key text not null,
  created_at timestamp with time zone default now() not null,
  state_since timestamp with time zone default now() not null,
  sent_key uuid,
  sent_hash bytea,
  sent_bytes integer,
  role text default 'report'::text not null,
  blur jsonb default '[]'::jsonb not null,
  home_id uuid,
  refused_reason text,
  verdict_hmac bytea,
  verdict_about timestamp with time zone,
  constraint report_photos_home_fk FOREIGN KEY (home_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_photos_pixels_range CHECK (((width_pixels > 0) AND (height_pixels > 0))),
  constraint report_photos_pkey PRIMARY KEY (id),
  constraint report_photos_position_range CHECK (("position" > 0)),
  constraint report_photos_refused_reason_known CHECK ((refused_reason = ANY (ARRAY['personal_data'::text, 'abuse'::text, 'spam'::text, 'not_of_it'::text, 'unreadable'::text, 'other'::text]))),
  constraint report_photos_refused_reason_state CHECK (((refused_reason IS NULL) OR (state = 'refused'::text))),
  constraint report_photos_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_photos_role_known CHECK ((role = ANY (ARRAY['report'::text, 'proof'::text, 'verdict'::text]))),
  constraint report_photos_sent_key_unique UNIQUE (report_id, sent_key),
  constraint report_photos_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'published'::text, 'refused'::text]))),
  constraint report_photos_storage_key_format CHECK ((storage_key ~ '^[0-9a-f]{32}$'::text)),
  constraint report_photos_storage_unique UNIQUE (storage_key),
  constraint report_photos_verdict_unique UNIQUE (verdict_hmac, verdict_about),
  constraint report_photos_verdict_whole CHECK ((((role = 'verdict'::text) = (verdict_hmac IS NOT NULL)) AND ((verdict_hmac IS NULL) = (verdict_about IS NULL))))
);
CREATE INDEX report_photos_home_index ON public.report_photos USING btree (home_id) WHERE (home_id IS NOT NULL);
CREATE INDEX report_photos_pending_index ON public.report_photos USING btree (report_id) WHERE (state = 'pending'::text);
CREATE INDEX report_photos_refused_index ON public.report_photos USING btree (state_since) WHERE (state = 'refused'::text);
CREATE INDEX report_photos_report_index ON public.report_photos USING btree (report_id, "position");
comment on column report_photos.storage_key is 'private: 128 random bits, from which the names of the two stored files are made';
comment on column report_photos.created_at is 'private: the public time of a report that is not exact is its day';
comment on column report_photos.sent_key is 'the sender''s key: the same photo sent again makes no second one';
comment on column report_photos.sent_hash is 'HMAC of the file as it was sent, which is not kept';
comment on column report_photos.sent_bytes is 'size of the file as it was sent';
comment on column report_photos.role is 'report: sent with it; proof: made by staff of the problem solved; verdict: sent by a neighbour who says whether it is fixed';
comment on column report_photos.blur is 'regions that were made unreadable, as parts of width and height';
comment on column report_photos.home_id is 'the report it was sent for, while that is merged into the one it is shown with';
comment on column report_photos.verdict_hmac is 'private: report_verdicts.device_hmac of who sent it; of one report only';
comment on column report_photos.verdict_about is 'private: report_verdicts.resolved_at when it came, the resolution it shows';

create table report_questions (
  id uuid default gen_random_uuid() not null,
  report_id uuid not null,
  user_id integer not null,
  text text not null,
  asked_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  answer text,
  answered_at timestamp with time zone,
  constraint report_questions_answer_time CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint report_questions_pkey PRIMARY KEY (id),
  constraint report_questions_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_questions_text_length CHECK ((((char_length(text) >= 1) AND (char_length(text) <= 1000)) AND ((char_length(answer) >= 1) AND (char_length(answer) <= 4000)))),
  constraint report_questions_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
CREATE INDEX report_questions_report_index ON public.report_questions USING btree (report_id);
CREATE INDEX report_questions_user_index ON public.report_questions USING btree (user_id);
comment on table report_questions is 'Asked of who sent a report, who reads and answers with the manage token. Never public.';

create table report_replies (
  reply_id bigint not null,
  report_id uuid not null,
  withdrawn_at timestamp with time zone,
  constraint report_replies_pkey PRIMARY KEY (reply_id, report_id),
  constraint report_replies_reply_fk FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE RESTRICT,
  constraint report_replies_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
);
CREATE INDEX report_replies_report_index ON public.report_replies USING btree (report_id);

create table report_supports (
  report_id uuid not null,
  device_hmac bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint report_supports_pkey PRIMARY KEY (report_id, device_hmac),
  constraint report_supports_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
);
comment on column report_supports.device_hmac is 'HMAC of report id and device token: says that a device supported once, not which reports one device supported';

create table report_verdicts (
  report_id uuid not null,
  device_hmac bytea not null,
  fixed boolean not null,
  resolved_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  constraint report_verdicts_pkey PRIMARY KEY (report_id, device_hmac),
  constraint report_verdicts_report_fk FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE
);
CREATE INDEX report_verdicts_doubts_index ON public.report_verdicts USING btree (report_id) WHERE (NOT fixed);
comment on table report_verdicts is 'Whether neighbours say that what is marked as resolved is fixed.';
comment on column report_verdicts.device_hmac is 'HMAC of report id and device token: a device answers once for a report';
comment on column report_verdicts.resolved_at is 'the resolution it is about, see resolution_time(): after a report was opened again and resolved anew the old answers count no more';

create table reports (
  id uuid default gen_random_uuid() not null,
  code text not null,
  category_code text not null,
  kind_code text,
  status text default 'new'::text not null,
  language text default 'ky'::text not null,
  channel text default 'web'::text not null,
  demo boolean default false not null,
  external_source text,
  external_id text,
  location geometry(Point,4326),
  asked_area_id integer,
  area_id integer,
  landmark text,
  description text,
  observed_at timestamp with time zone,
  reported_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  resolved_at timestamp with time zone,
  hidden_at timestamp with time zone,
  hidden_reason text,
  manage_token_hash bytea,
  precision text not null,
  published_location geometry(Point,4326),
  published_area_id integer,
  published_at timestamp with time zone not null,
  published_description text,
  published_landmark text,
  published_search tsvector,
  households integer,
  supports integer default 0 not null,
  version integer default 1 not null,
  moderated_at timestamp with time zone,
  assigned_area_id integer,
  body_id integer,
  body_by_hand boolean default false not null,
  due_on date,
  merged_into uuid,
  flags_seen_at timestamp with time zone,
  households_merged integer default 0 not null,
  verdicts_seen_at timestamp with time zone,
  erased_at timestamp with time zone,
  constraint reports_area_fk FOREIGN KEY (area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint reports_asked_area_fk FOREIGN KEY (asked_area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint reports_assigned_area_fk FOREIGN KEY (assigned_area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint reports_body_fk FOREIGN KEY (body_id) REFERENCES bodies(id) ON DELETE RESTRICT,
  constraint reports_category_fk FOREIGN KEY (category_code) REFERENCES categories(code) ON DELETE RESTRICT,
  constraint reports_channel_known CHECK ((channel = ANY (ARRAY['web'::text, 'paper'::text, 'phone'::text, 'visit'::text, 'import'::text, 'open311'::text]))),
  constraint reports_code_format CHECK ((code ~ '^[2-9A-HJKMNP-Z]{8,12}$'::text)),
  constraint reports_code_unique UNIQUE (code),
  constraint reports_description_length CHECK ((char_length(description) <= 4000)),
  constraint reports_external_pair CHECK (((external_source IS NULL) = (external_id IS NULL))),
  constraint reports_external_unique UNIQUE (external_source, external_id),
  constraint reports_hidden_reason CHECK (((hidden_at IS NULL) OR (hidden_reason IS NOT NULL))),
  constraint reports_households_merged_count CHECK ((households_merged >= 0)),
  constraint reports_households_range CHECK (((households >= 1) AND (households <= 200))),
  constraint reports_kind_fk FOREIGN KEY (category_code, kind_code) REFERENCES kinds(category_code, code) ON DELETE RESTRICT,
  constraint reports_landmark_length CHECK ((char_length(landmark) <= 300)),
  constraint reports_language_format CHECK ((language ~ '^[a-z]{2,3}$'::text)),
  constraint reports_location_range CHECK ((((st_x(location) >= ('-180'::integer)::double precision) AND (st_x(location) <= (180)::double precision)) AND ((st_y(location) >= ('-90'::integer)::double precision) AND (st_y(location) <= (90)::double precision)))),
  constraint reports_merged_fk FOREIGN KEY (merged_into) REFERENCES reports(id),
  constraint reports_merged_other CHECK ((merged_into <> id)),
  constraint reports_pkey PRIMARY KEY (id),
  constraint reports_place_given CHECK (((location IS NOT NULL) OR (asked_area_id IS NOT NULL) OR (erased_at IS NOT NULL))),
  constraint reports_precision_known CHECK (("precision" = ANY (ARRAY['exact'::text, 'coarse'::text, 'area'::text]))),
  constraint reports_published_area_fk FOREIGN KEY (published_area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint reports_status_known CHECK ((status = ANY (ARRAY['new'::text, 'verified'::text, 'in_progress'::text, 'resolved'::text, 'rejected'::text, 'duplicate'::text]))),
  constraint reports_supports_count CHECK ((supports >= 0))
);
CREATE INDEX reports_area_index ON public.reports USING btree (area_id);
CREATE INDEX reports_asked_area_index ON public.reports USING btree (asked_area_id) WHERE (asked_area_id IS NOT NULL);
CREATE INDEX reports_assigned_area_index ON public.reports USING btree (assigned_area_id) WHERE (assigned_area_id IS NOT NULL);
CREATE INDEX reports_body_index ON public.reports USING btree (body_id) WHERE (body_id IS NOT NULL);
CREATE INDEX reports_demo_index ON public.reports USING btree (id) WHERE demo;
CREATE INDEX reports_due_index ON public.reports USING btree (due_on) WHERE ((due_on IS NOT NULL) AND (status = ANY (ARRAY['new'::text, 'verified'::text, 'in_progress'::text])));
CREATE INDEX reports_kind_index ON public.reports USING btree (kind_code);
CREATE INDEX reports_location_index ON public.reports USING gist (location);
CREATE INDEX reports_merged_index ON public.reports USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX reports_published_area_index ON public.reports USING btree (published_area_id, published_at DESC, id DESC) WHERE (hidden_at IS NULL);
CREATE INDEX reports_published_category_index ON public.reports USING btree (category_code, published_at DESC, id DESC) WHERE (hidden_at IS NULL);
CREATE INDEX reports_published_location_index ON public.reports USING gist (published_location) WHERE (hidden_at IS NULL);
CREATE INDEX reports_published_order_index ON public.reports USING btree (published_at DESC, id DESC) WHERE (hidden_at IS NULL);
CREATE INDEX reports_published_search_index ON public.reports USING gin (published_search) WHERE (published_search IS NOT NULL);
CREATE INDEX reports_published_status_index ON public.reports USING btree (status, published_at DESC, id DESC) WHERE (hidden_at IS NULL);
CREATE INDEX reports_real_index ON public.reports USING btree (id) WHERE ((hidden_at IS NULL) AND (NOT demo));
CREATE INDEX reports_reported_order_index ON public.reports USING btree (reported_at DESC, id DESC);
CREATE INDEX reports_unassigned_index ON public.reports USING btree (reported_at, id) WHERE ((body_id IS NULL) AND (hidden_at IS NULL) AND (merged_into IS NULL) AND (status = ANY (ARRAY['new'::text, 'verified'::text, 'in_progress'::text])));
CREATE INDEX reports_updated_order_index ON public.reports USING btree (updated_at DESC, id DESC);
CREATE INDEX reports_waiting_index ON public.reports USING btree (reported_at, id) WHERE ((moderated_at IS NULL) AND (hidden_at IS NULL) AND (merged_into IS NULL) AND ((description IS NOT NULL) OR (landmark IS NOT NULL)) AND (published_description IS NULL) AND (published_landmark IS NULL));
comment on column reports.location is 'the exact place as given, WGS 84; private whatever the precision';
comment on column reports.area_id is 'finest area that contains location; private, because it may be finer than what is published';
comment on column reports.precision is 'how finely the place is published: the coarser of the kind''s and the reporter''s wish; never gets finer';
comment on column reports.published_location is 'exact: the place; coarse: centre of its 100 m cell (EPSG:32643); area: label point of the settlement, null outside all';
comment on column reports.published_at is 'reported_at when exact, else the start of its day in Asia/Bishkek, so that two reports minutes apart cannot be linked';
comment on column reports.households is 'households the reporter says are affected';
comment on column reports.version is 'grows with every change by staff, so that nobody overwrites what he has not seen';
comment on column reports.moderated_at is 'when somebody last looked at its text; null: nobody yet';
comment on column reports.assigned_area_id is 'the settlement or quarter it belongs to as staff decided; it counts for more than the boundaries';
comment on column reports.body_id is 'the body that is to answer';
comment on column reports.body_by_hand is 'true: chosen by a person, not by the table body_routes';
comment on column reports.due_on is 'the last day of the term for an official reply, in Asia/Bishkek';
comment on column reports.merged_into is 'the report that this one is counted with; it is published no more, and its code leads there';
comment on column reports.flags_seen_at is 'flags up to then were looked at';
comment on column reports.households_merged is 'households of all reports that are counted with this one';
comment on column reports.verdicts_seen_at is 'what residents said up to then about its resolution was looked at';
comment on column reports.erased_at is 'since then nothing of it is kept that is not published: place, landmark, text';

create table schema_versions (
  version bigint not null,
  name text,
  md5 text,
  run_at timestamp with time zone,
  constraint schema_versions_pkey PRIMARY KEY (version)
);

create table search_words (
  word text not null,
  variants text[] not null
);
CREATE INDEX search_words_variants_index ON public.search_words USING gin (variants);
CREATE INDEX search_words_word_index ON public.search_words USING btree (word text_pattern_ops);
comment on table search_words is 'Words that are or were in a published text; one may stand here twice. Those that are in none any more go with the job of retention.';
comment on column search_words.variants is 'see word_variants: what the word can be mistyped as is found by what both have in common';

create table settings (
  key text not null,
  value jsonb not null,
  version integer default 0 not null,
  constraint settings_key_format CHECK ((key ~ '^[a-z][a-z0-9_]{1,62}$'::text)),
  constraint settings_pkey PRIMARY KEY (key)
);
comment on table settings is 'What an administrator may change without a restart: emergency numbers, reply term, map defaults.';
comment on column settings.version is 'the version of all settings that last changed this one; theirs is the greatest';

create table sign_in_tries (
  key bytea not null,
  failures integer not null,
  tried_at timestamp with time zone default now() not null,
  wait_until timestamp with time zone default now() not null,
  constraint sign_in_tries_failures_counted CHECK ((failures >= 0)),
  constraint sign_in_tries_pkey PRIMARY KEY (key)
);
CREATE INDEX sign_in_tries_time_index ON public.sign_in_tries USING btree (tried_at);
comment on table sign_in_tries is 'Wrong tries at signing in, forgotten an hour after the last. Slows guessing down, whichever server process is asked.';
comment on column sign_in_tries.key is 'HMAC of login and address (or device), under the salt of the day: nobody can tell from it who tried, or where';

create table staff_links (
  token_hash bytea not null,
  user_id integer,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint staff_links_pkey PRIMARY KEY (token_hash),
  constraint staff_links_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_links_user_index ON public.staff_links USING btree (user_id);
comment on table staff_links is 'One-time links: an invitation or a new password for a user; without a user, the first administrator. Deleted when used.';

create table staff_operations (
  id bigint generated always as identity not null,
  key uuid,
  body_hash bytea not null,
  user_id integer not null,
  action text not null,
  created_at timestamp with time zone default now() not null,
  undone_at timestamp with time zone,
  constraint staff_operations_key_unique UNIQUE (user_id, key),
  constraint staff_operations_pkey PRIMARY KEY (id),
  constraint staff_operations_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE RESTRICT
);
comment on table staff_operations is 'One thing done to many reports, all or nothing, and taken back as a whole.';
comment on column staff_operations.key is 'the client''s: sent again after a lost answer it does nothing twice';

create table staff_sessions (
  token_hash bytea not null,
  user_id integer not null,
  created_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint staff_sessions_pkey PRIMARY KEY (token_hash),
  constraint staff_sessions_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_sessions_expiry_index ON public.staff_sessions USING btree (expires_at);
CREATE INDEX staff_sessions_user_index ON public.staff_sessions USING btree (user_id);
comment on column staff_sessions.seen_at is 'at most a minute behind the last request: the idle limit counts from here';

create table staff_tokens (
  id integer generated always as identity not null,
  user_id integer not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint staff_tokens_hash_unique UNIQUE (token_hash),
  constraint staff_tokens_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint staff_tokens_pkey PRIMARY KEY (id),
  constraint staff_tokens_scopes_given CHECK ((cardinality(scopes) > 0)),
  constraint staff_tokens_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_tokens_user_index ON public.staff_tokens USING btree (user_id);
comment on column staff_tokens.scopes is 'rights it carries, and never more than its user has at the time';

create table staff_user_areas (
  user_id integer not null,
  area_id integer not null,
  constraint staff_user_areas_area_fk FOREIGN KEY (area_id) REFERENCES areas(id) ON DELETE RESTRICT,
  constraint staff_user_areas_pkey PRIMARY KEY (user_id, area_id),
  constraint staff_user_areas_user_fk FOREIGN KEY (user_id) REFERENCES staff_users(id) ON DELETE CASCADE
);
CREATE INDEX staff_user_areas_area_index ON public.staff_user_areas USING btree (area_id);

create table staff_users (
  id integer generated always as identity not null,
  login text not null,
  name text not null,
  role text not null,
  area_limited boolean default false not null,
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamp with time zone,
  totp_step bigint,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone,
  erased_at timestamp with time zone,
  constraint staff_users_admin_everywhere CHECK (((role <> 'admin'::text) OR (NOT area_limited))),
  constraint staff_users_erased_whole CHECK (((erased_at IS NULL) OR ((disabled_at IS NOT NULL) AND (password_hash IS NULL) AND (totp_secret IS NULL)))),
  constraint staff_users_login_format CHECK ((login ~ '^[a-z0-9][a-z0-9._@+-]{1,99}$'::text)),
  constraint staff_users_login_unique UNIQUE (login),
  constraint staff_users_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  constraint staff_users_pkey PRIMARY KEY (id),
  constraint staff_users_role_known CHECK ((role = ANY (ARRAY['moderator'::text, 'planner'::text, 'official'::text, 'admin'::text])))
);
comment on column staff_users.area_limited is 'true: only the areas of staff_user_areas, and none when there are none; an administrator is never limited';
comment on column staff_users.password_hash is 'argon2id in PHC form; null until the invitation was accepted';
comment on column staff_users.totp_secret is 'encrypted under SECRET_KEY; counts once totp_confirmed_at is set';
comment on column staff_users.totp_step is 'the last 30-second step whose code was used, so that none is used twice';
comment on column staff_users.seen_at is 'the last use of a session, at most a minute behind';
comment on column staff_users.erased_at is 'login and name say no more who it was; such an account never works again';

create view index_rows as
 SELECT r.id,
    r.supports,
    n.households,
    ((((((((uuid_send(r.id) || float8send(COALESCE(n.lng, 'NaN'::double precision))) || float8send(COALESCE(n.lat, 'NaN'::double precision))) || float8send(n.reported_at)) || float8send(COALESCE(n.resolved_at, 'NaN'::double precision))) || int4send(n.area_id)) || int4send(n.class)) || int4send(r.supports)) || int4send(n.households)) || int4send(n.flags) AS packed,
    get_byte(uuid_send(r.id), 0) >> 2 AS bucket,
    ((COALESCE(floor(n.lng * '10000000'::numeric::double precision + 0.5::double precision)::bigint, 0::bigint) * 1000003 + COALESCE(floor(n.lat * '10000000'::numeric::double precision + 0.5::double precision)::bigint, 0::bigint) * 999983 + n.reported_at::bigint * 999979 + n.area_id::bigint * 999961 + n.class::bigint * 999959 + r.supports::bigint * 999953 + n.households::bigint * 999931 + n.flags::bigint * 999917) & '4294967295'::bigint) # (('x'::text || "left"(r.id::text, 8)))::bit(32)::bigint AS mark
   FROM published_reports r
     CROSS JOIN LATERAL ( SELECT st_x(r.location) AS lng,
            st_y(r.location) AS lat,
            floor(date_part('epoch'::text, r.reported_at) * 1000::double precision + 0.5::double precision) AS reported_at,
            floor(date_part('epoch'::text, r.resolved_at) * 1000::double precision + 0.5::double precision) AS resolved_at,
            COALESCE(r.area_id, 0) AS area_id,
            class_mark(r.category_code, r.kind_code) AS class,
            COALESCE(r.households, 0) AS households,
            (COALESCE(array_position(ARRAY['new'::text, 'verified'::text, 'in_progress'::text, 'resolved'::text, 'rejected'::text, 'duplicate'::text], r.status) - 1, 255) | (COALESCE(array_position(ARRAY['exact'::text, 'coarse'::text, 'area'::text], r."precision") - 1, 255) << 8)) | (r.demo::integer << 16) AS flags) n;

create view published_reports as
 SELECT r.id,
    r.code,
    r.category_code,
    r.kind_code,
    r.status,
    r."precision",
    r.published_area_id AS area_id,
    a.code AS area_code,
    r.published_location AS location,
    r.published_at AS reported_at,
    published_instant(r.updated_at, r."precision") AS updated_at,
    published_instant(r.resolved_at, r."precision") AS resolved_at,
    r.published_description AS description,
        CASE
            WHEN r."precision" = 'exact'::text THEN r.published_landmark
            ELSE NULL::text
        END AS landmark,
    r.published_search AS search,
    NULLIF(COALESCE(r.households, 0) + r.households_merged, 0) AS households,
    r.supports,
    r.channel,
    r.demo,
    concat('{"type":"Feature","id":"', r.id, '","geometry":', COALESCE(st_asgeojson(r.published_location, 6), 'null'::text), ',"properties":{"id":"', r.id, '","code":"', r.code, '","category":"', r.category_code, '","kind":', COALESCE(('"'::text || r.kind_code) || '"'::text, 'null'::text), ',"status":"', r.status, '","area":', COALESCE(('"'::text || a.code) || '"'::text, 'null'::text), ',"reportedAt":"', utc_text(r.published_at), '","updatedAt":"', utc_text(published_instant(r.updated_at, r."precision")), '","supports":', r.supports, ',"households":', COALESCE(NULLIF(COALESCE(r.households, 0) + r.households_merged, 0)::text, 'null'::text), ',"description":', COALESCE(to_json(r.published_description)::text, 'null'::text), ',"landmark":', COALESCE(to_json(
        CASE
            WHEN r."precision" = 'exact'::text THEN r.published_landmark
            ELSE NULL::text
        END)::text, 'null'::text), ',"photos":', COALESCE((( SELECT json_agg(json_build_object('id', p.id, 'width', p.width_pixels, 'height', p.height_pixels, 'proof', p.role = 'proof'::text, 'verdict', p.role = 'verdict'::text) ORDER BY p."position") AS json_agg
           FROM report_photos p
          WHERE p.report_id = r.id AND p.state = 'published'::text))::text, '[]'::text), ',"precision":"', r."precision", '","channel":"', r.channel, '","demo":',
        CASE
            WHEN r.demo THEN 'true'::text
            ELSE 'false'::text
        END, '}}') AS feature
   FROM reports r
     LEFT JOIN areas a ON a.id = r.published_area_id
  WHERE r.hidden_at IS NULL AND r.merged_into IS NULL;

CREATE OR REPLACE FUNCTION public.area_at(place geometry)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return (
    select a.id
    from areas a
    where st_covers(a.geometry, place) and a.kind in ('settlement', 'quarter') and area_in_force(a.valid_from, a.valid_to)
    order by a.kind = 'quarter' desc, st_area(a.geometry), a.code
    limit 1
  );
end;
$function$;

CREATE OR REPLACE FUNCTION public.area_in_force(valid_from date, valid_to date)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE((valid_from <= ((now() AT TIME ZONE 'Asia/Bishkek'::text))::date), true) AND COALESCE((valid_to > ((now() AT TIME ZONE 'Asia/Bishkek'::text))::date), true));

CREATE OR REPLACE FUNCTION public.areas_keep_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into area_versions (area_id, code, kind, name_ky, name_ru, name_en, households, approximate, source, geometry, in_force_from)
  values (old.id, old.code, old.kind, old.name_ky, old.name_ru, old.name_en, old.households, old.approximate, old.source, old.geometry, old.updated_at);
  new.updated_at := clock_timestamp();
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION public.areas_log_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into changes (subject) values ('areas');
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.audit_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'seal_id' = to_jsonb(old) - 'seal_id' and old.seal_id is null then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'audit_log is append-only';
end;
$function$;

CREATE OR REPLACE FUNCTION public.audit_entry_hash(a audit_log)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to((jsonb_build_array('audit', (a).id, ((EXTRACT(epoch FROM (a).happened_at) * (1000000)::numeric))::bigint, (a).user_id, (a).via, (a).action, (a).subject, (a).subject_id, (a).report_version, (a).undoes, (a).fields))::text, 'UTF8'::name));

CREATE OR REPLACE FUNCTION public.audit_values_erasable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and old.erased_at is null and new.erased_at is not null and (new.entry_id, new.field) = (old.entry_id, old.field) then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'audit_values can only be erased';
end;
$function$;

CREATE OR REPLACE FUNCTION public.class_mark(category_code text, kind_code text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN hashtext(((category_code || '/'::text) || COALESCE(kind_code, ''::text)));

CREATE OR REPLACE FUNCTION public.closed_at(r reports)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (((r).status = 'resolved'::text) AND ((r).hidden_at IS NULL) AND ((r).merged_into IS NULL)) THEN COALESCE((r).resolved_at, (r).updated_at) WHEN (NOT is_open(r)) THEN GREATEST((r).updated_at, (r).hidden_at) ELSE NULL::timestamp with time zone END;

CREATE OR REPLACE FUNCTION public.coarse_grid_srid(place geometry)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (((st_x(place) >= (66)::double precision) AND (st_x(place) <= (84)::double precision)) AND ((st_y(place) >= (0)::double precision) AND (st_y(place) <= (84)::double precision))) THEN 32643 ELSE (LEAST(GREATEST(((floor(((st_x(place) + (180)::double precision) / (6)::double precision)))::integer + 1), 1), 60) + CASE WHEN (st_y(place) < (0)::double precision) THEN 32700 ELSE 32600 END) END;

CREATE OR REPLACE FUNCTION public.coarse_point(place geometry)
 RETURNS geometry
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.coarser_precision(a text, b text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ('area'::text = ANY (ARRAY[a, b])) THEN 'area'::text WHEN ('coarse'::text = ANY (ARRAY[a, b])) THEN 'coarse'::text ELSE 'exact'::text END;

CREATE OR REPLACE FUNCTION public.create_reports(reports json)
 RETURNS TABLE(key uuid, body_hash bytea, answer text)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.demo_shown(asked boolean)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(asked, (NOT (EXISTS (SELECT FROM reports WHERE ((reports.hidden_at IS NULL) AND (NOT reports.demo))))));

CREATE OR REPLACE FUNCTION public.erase_unpublished(reports_to_erase uuid[])
 RETURNS TABLE(places integer, erased_values integer, notes integer, photos integer)
 LANGUAGE plpgsql
AS $function$
begin
  update reports r set
    location = case r.precision when 'area' then null else r.published_location end,
    asked_area_id = case r.precision when 'area' then r.published_area_id else r.asked_area_id end,
    assigned_area_id = case r.precision when 'area' then settlement_of(r.assigned_area_id) else r.assigned_area_id end,
    landmark = case r.precision when 'exact' then r.published_landmark end,
    published_landmark = case r.precision when 'exact' then r.published_landmark end,
    description = r.published_description,
    observed_at = null,
    erased_at = now(),
    -- Who has the old one before his eyes must not write the place back.
    version = r.version + 1
  where r.id = any (reports_to_erase);
  get diagnostics places = row_count;

  update audit_values v set salt = null, before = null, after = null, erased_at = now()
  from audit_log a
  where a.id = v.entry_id and a.subject = 'report' and a.subject_id = any (reports_to_erase::text[]) and v.erased_at is null;
  get diagnostics erased_values = row_count;

  update report_history h set note = null, note_salt = null
  where h.report_id = any (reports_to_erase) and h.note is not null and not h.is_public;
  get diagnostics notes = row_count;

  delete from report_photos p where coalesce(p.home_id, p.report_id) = any (reports_to_erase) and p.state <> 'published';
  get diagnostics photos = row_count;
  delete from photo_renditions n using report_photos p
  where p.id = n.photo_id and coalesce(p.home_id, p.report_id) = any (reports_to_erase) and n.storage_key <> p.storage_key;

  delete from report_questions q where q.report_id = any (reports_to_erase);
  delete from report_followers f where f.report_id = any (reports_to_erase);
  delete from report_origins o where o.report_id = any (reports_to_erase);
  update report_flags f set note = null where f.report_id = any (reports_to_erase) and f.note is not null;
  return next;
end;
$function$;

CREATE OR REPLACE FUNCTION public.filtered_reports(area_ids integer[], outside boolean, category_codes text[], kind_codes text[], statuses text[], since timestamp with time zone, before timestamp with time zone, boxes geometry, polygon geometry, words text, with_demo boolean)
 RETURNS SETOF published_reports
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.fold_text(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(lower(words), 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҢӨҮёңөү'::text, 'абвгдеежзийклмнопрстуфхцчшщъыьэюяноуеноу'::text);

CREATE OR REPLACE FUNCTION public.history_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sealed constant text[] := array['seal_id'];
  erased constant text[] := array['note', 'note_salt'];
begin
  if tg_op = 'DELETE' and old.demo then
    return old;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - sealed = to_jsonb(old) - sealed and old.seal_id is null then
    return new;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - erased = to_jsonb(old) - erased and new.note is null and new.note_salt is null then
    return new;
  end if;
  raise exception using errcode = 'restrict_violation', message = 'report_history is append-only';
end;
$function$;

CREATE OR REPLACE FUNCTION public.history_entry_hash(h report_history)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to((jsonb_build_array('history', (h).id, (h).report_id, ((EXTRACT(epoch FROM (h).happened_at) * (1000000)::numeric))::bigint, (h).actor, (h).event, (h).status, encode((h).note_hash, 'hex'::text), (h).is_public, (h).audit_id))::text, 'UTF8'::name));

CREATE OR REPLACE FUNCTION public.history_hash_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.note_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  new.note_hash := sha256(new.note_salt || convert_to(new.note, 'UTF8'));
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION public.is_doubted(r reports)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((r).hidden_at IS NULL) AND ((r).merged_into IS NULL) AND CASE WHEN ((r).status = 'resolved'::text) THEN (EXISTS (SELECT FROM report_verdicts v WHERE ((v.report_id = (is_doubted.r).id) AND (NOT v.fixed) AND (v.resolved_at = resolution_time(is_doubted.r)) AND (v.created_at > COALESCE((is_doubted.r).verdicts_seen_at, '-infinity'::timestamp with time zone))))) WHEN ((r).status = 'in_progress'::text) THEN (EXISTS (SELECT FROM report_history h WHERE ((h.report_id = (is_doubted.r).id) AND (h.event = 'reopened'::text) AND (h.actor = 'resident'::text) AND h.is_public AND (h.happened_at > COALESCE((is_doubted.r).verdicts_seen_at, '-infinity'::timestamp with time zone))))) ELSE false END);

CREATE OR REPLACE FUNCTION public.is_open(r reports)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((r).status = ANY (ARRAY['new'::text, 'verified'::text, 'in_progress'::text])) AND ((r).hidden_at IS NULL) AND ((r).merged_into IS NULL));

CREATE OR REPLACE FUNCTION public.is_overdue(r reports)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((r).due_on IS NOT NULL) AND ((r).due_on < local_today()) AND is_open(r) AND (NOT (EXISTS (SELECT FROM report_replies p WHERE ((p.report_id = (is_overdue.r).id) AND (p.withdrawn_at IS NULL))))));

CREATE OR REPLACE FUNCTION public.is_waiting(r reports)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((r).moderated_at IS NULL) AND ((r).hidden_at IS NULL) AND ((r).merged_into IS NULL) AND (((r).description IS NOT NULL) OR ((r).landmark IS NOT NULL)) AND ((r).published_description IS NULL) AND ((r).published_landmark IS NULL));

CREATE OR REPLACE FUNCTION public.kept_report_id(report uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT r.id FROM reports r WHERE ((r.id IN (SELECT reports_above(kept_report_id.report) AS reports_above)) AND (r.merged_into IS NULL)));

CREATE OR REPLACE FUNCTION public.local_today()
 RETURNS date
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((now() AT TIME ZONE 'Asia/Bishkek'::text))::date;

CREATE OR REPLACE FUNCTION public.mistyped_variants(word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT "left"(mistyped_variants.word, 8) AS "left" UNION SELECT ("left"(mistyped_variants.word, (n.n - 1)) || substr("left"(mistyped_variants.word, 8), (n.n + 1))) FROM generate_series(1, LEAST(char_length(mistyped_variants.word), 8)) n(n));

CREATE OR REPLACE FUNCTION public.notify_followers(of_reports uuid[], what text, about text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  with followers as (
    select id from report_followers where report_id = any (of_reports) and confirmed_at is not null for key share
  )
  insert into report_notices (follower_id, kind, subject) select f.id, what, about from followers f;
end;
$function$;

CREATE OR REPLACE FUNCTION public.open_flags(r reports)
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((SELECT count(*) AS count FROM report_flags f WHERE ((f.report_id = (open_flags.r).id) AND (((open_flags.r).flags_seen_at IS NULL) OR (f.created_at > (open_flags.r).flags_seen_at)))))::integer;

CREATE OR REPLACE FUNCTION public.photos_file_unused()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into photo_files_unused (storage_key) values (old.storage_key)
  on conflict (storage_key) do update set delete_after = now();
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.photos_log_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' and old.state = 'published' then
    insert into changes (subject, report_id) values ('report', old.report_id);
  end if;
  if tg_op <> 'DELETE' and new.state = 'published'
    and (tg_op = 'INSERT' or old.state <> 'published' or old.report_id <> new.report_id) then
    insert into changes (subject, report_id) values ('report', new.report_id);
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.published_instant(instant timestamp with time zone, place_precision text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (place_precision = 'exact'::text) THEN instant ELSE (date_trunc('day'::text, (instant AT TIME ZONE 'Asia/Bishkek'::text)) AT TIME ZONE 'Asia/Bishkek'::text) END;

CREATE OR REPLACE FUNCTION public.questions_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform notify_followers(array[new.report_id], 'question', new.id::text);
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = 'restrict_violation', message = tg_table_name || ' is append-only';
end;
$function$;

CREATE OR REPLACE FUNCTION public.replies_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform notify_followers(array(select w from reports_within(new.report_id) as w), 'reply', new.reply_id::text);
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.report_verdicts_now(r reports)
 RETURNS json
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN ((r).status = 'resolved'::text) THEN (SELECT json_build_object('fixed', count(*) FILTER (WHERE v.fixed), 'notFixed', count(*) FILTER (WHERE (NOT v.fixed))) AS json_build_object FROM report_verdicts v WHERE ((v.report_id = (report_verdicts_now.r).id) AND (v.resolved_at = resolution_time(report_verdicts_now.r)))) ELSE NULL::json END;

CREATE OR REPLACE FUNCTION public.reports_above(report uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive up as (
    select id, merged_into from reports where id = report
    union
    select r.id, r.merged_into from reports r join up on r.id = up.merged_into
  )
  select id from up
$function$;

CREATE OR REPLACE FUNCTION public.reports_log_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into changes (subject, report_id) values ('report', case tg_op when 'DELETE' then old.id else new.id end);
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.reports_merge_voices()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.reports_note_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into search_words (word, variants)
  select w.word, word_variants(w.word)
  from unnest(tsvector_to_array(new.published_search)) as w (word)
  where char_length(w.word) between 3 and 40 and w.word !~ '[0-9@/:._-]'
    and not exists (select from search_words s where s.word = w.word);
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.reports_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  counted constant uuid[] := array(select w from reports_within(new.id) as w);
begin
  if old.status is distinct from new.status then
    perform notify_followers(counted, 'status', old.status);
  end if;
  if old.merged_into is null and new.merged_into is not null then
    perform notify_followers(counted, 'merged', null);
  end if;
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.reports_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.reports_within(report uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive down as (
    select id from reports where id = report
    union
    select r.id from reports r join down on r.merged_into = down.id
  )
  select id from down
$function$;

CREATE OR REPLACE FUNCTION public.resolution_time(r reports)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((r).resolved_at, (r).reported_at);

CREATE OR REPLACE FUNCTION public.routed_body(category text, kind text, area integer, on_day date)
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((WITH RECURSIVE up AS (SELECT areas.id, areas.parent_id, 1 AS step FROM areas WHERE (areas.id = routed_body.area) UNION ALL SELECT a.id, a.parent_id, (up_1.step + 1) FROM (areas a JOIN up up_1 ON ((a.id = up_1.parent_id))) WHERE (up_1.step < 8)) SELECT w.body_id FROM ((body_routes w JOIN bodies b ON (((b.id = w.body_id) AND (b.retired_at IS NULL)))) LEFT JOIN up ON ((up.id = w.area_id))) WHERE (((w.category_code IS NULL) OR (w.category_code = routed_body.category)) AND ((w.kind_code IS NULL) OR (w.kind_code = routed_body.kind)) AND ((w.area_id IS NULL) OR (up.id IS NOT NULL)) AND COALESCE((w.valid_from <= routed_body.on_day), true) AND COALESCE((w.valid_to > routed_body.on_day), true)) ORDER BY (w.kind_code IS NULL), (w.category_code IS NULL), up.step, w.valid_from DESC NULLS LAST, w.id DESC LIMIT 1), (SELECT b.id FROM (category_bodies cb JOIN bodies b ON (((b.id = cb.body_id) AND (b.retired_at IS NULL)))) WHERE (cb.category_code = routed_body.category) ORDER BY cb."position" LIMIT 1));

CREATE OR REPLACE FUNCTION public.seal_hash(previous bytea, id bigint, sealed_at timestamp with time zone, entries integer, digest bytea)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN sha256(((previous || convert_to(format('%s %s %s '::text, id, ((EXTRACT(epoch FROM sealed_at) * (1000000)::numeric))::bigint, entries), 'UTF8'::name)) || digest));

CREATE OR REPLACE FUNCTION public.seal_history(batch integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  history_ids bigint[];
  audit_ids bigint[];
  previous history_seals;
  seal history_seals;
begin
  if not exists (select from report_history where seal_id is null and not demo) and not exists (select from audit_log where seal_id is null) then
    return 0;
  end if;
  lock table history_seals in exclusive mode;
  history_ids := array(select id from report_history where seal_id is null and not demo order by id limit batch);
  audit_ids := array(select id from audit_log where seal_id is null order by id limit batch);
  seal.entries := cardinality(history_ids) + cardinality(audit_ids);
  if seal.entries = 0 then
    return 0;
  end if;
  select * into previous from history_seals order by id desc limit 1;
  seal.id := coalesce(previous.id, 0) + 1;
  seal.sealed_at := clock_timestamp();
  seal.previous_hash := coalesce(previous.hash, ''::bytea);
  seal.digest := sha256(
    coalesce((select string_agg(history_entry_hash(h), ''::bytea order by h.id) from report_history h where h.id = any (history_ids)), ''::bytea)
    || coalesce((select string_agg(audit_entry_hash(a), ''::bytea order by a.id) from audit_log a where a.id = any (audit_ids)), ''::bytea)
  );
  seal.hash := seal_hash(seal.previous_hash, seal.id, seal.sealed_at, seal.entries, seal.digest);
  insert into history_seals select seal.*;
  update report_history set seal_id = seal.id where id = any (history_ids);
  update audit_log set seal_id = seal.id where id = any (audit_ids);
  return seal.entries;
end;
$function$;

CREATE OR REPLACE FUNCTION public.settlement_of(area integer)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.staff_filtered_reports(limit_areas integer[], area_ids integer[], outside boolean, category_codes text[], kind_codes text[], statuses text[], since timestamp with time zone, before timestamp with time zone, boxes geometry, polygon geometry, words text, with_demo boolean, hidden boolean, waiting boolean, overdue boolean, unassigned boolean, flagged boolean, pending_photos boolean, doubted boolean, body_codes text[])
 RETURNS SETOF reports
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select r.*
  from staff_reports(limit_areas) r
  where (area_ids is null or r.area_id = any (area_ids) or (outside and r.area_id is null))
    and ((category_codes is null and kind_codes is null) or r.category_code = any (category_codes) or r.kind_code = any (kind_codes))
    and r.status = any (statuses)
    and (since is null or r.reported_at >= since)
    and (before is null or r.reported_at < before)
    and (boxes is null or st_intersects(r.location, boxes))
    and (polygon is null or st_intersects(r.location, polygon))
    and (
      words is null
      or to_tsvector('simple', fold_text(concat_ws(' ', r.code, r.description, r.landmark, r.published_description, r.published_landmark)))
        @@ to_tsquery('simple', fold_text(words))
    )
    and (not r.demo or (select demo_shown(with_demo)))
    and (hidden is null or (r.hidden_at is not null) = hidden)
    and (waiting is null or is_waiting(r) = waiting)
    and (overdue is null or is_overdue(r) = overdue)
    and (unassigned is null or (r.body_id is null and is_open(r)) = unassigned)
    and (flagged is null or (open_flags(r) > 0) = flagged)
    and (
      pending_photos is null
      or exists (select from report_photos p where p.report_id = r.id and p.state = 'pending') = pending_photos
    )
    and (doubted is null or is_doubted(r) = doubted)
    and (body_codes is null or r.body_id in (select id from bodies where code = any (body_codes)))
$function$;

CREATE OR REPLACE FUNCTION public.staff_report(r reports)
 RETURNS json
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN json_build_object('id', (r).id, 'code', (r).code, 'version', (r).version, 'category', (r).category_code, 'kind', (r).kind_code, 'status', (r).status, 'channel', (r).channel, 'language', (r).language, 'demo', (r).demo, 'area', (SELECT areas.code FROM areas WHERE (areas.id = (staff_report.r).area_id)), 'assignedArea', (SELECT areas.code FROM areas WHERE (areas.id = (staff_report.r).assigned_area_id)), 'publishedArea', (SELECT areas.code FROM areas WHERE (areas.id = (staff_report.r).published_area_id)), 'location', (st_asgeojson((r).location, 7))::json, 'publishedLocation', (st_asgeojson((r).published_location, 6))::json, 'precision', (r)."precision", 'description', (r).description, 'landmark', (r).landmark, 'publishedDescription', (r).published_description, 'publishedLandmark', (r).published_landmark, 'waiting', is_waiting(r), 'moderatedAt', utc_text((r).moderated_at), 'hidden', CASE WHEN ((r).hidden_at IS NOT NULL) THEN json_build_object('at', utc_text((r).hidden_at), 'reason', (r).hidden_reason) ELSE NULL::json END, 'households', NULLIF((COALESCE((r).households, 0) + (r).households_merged), 0), 'supports', (r).supports, 'hasContact', (EXISTS (SELECT FROM report_contacts c WHERE (c.report_id = (staff_report.r).id))), 'observedAt', utc_text((r).observed_at), 'reportedAt', utc_text((r).reported_at), 'updatedAt', utc_text((r).updated_at), 'resolvedAt', utc_text((r).resolved_at), 'body', (SELECT bodies.code FROM bodies WHERE (bodies.id = (staff_report.r).body_id)), 'bodyByHand', (r).body_by_hand, 'dueOn', (r).due_on, 'overdue', is_overdue(r), 'mergedInto', (r).merged_into, 'merged', COALESCE((SELECT json_agg(m.id ORDER BY m.reported_at, m.id) AS json_agg FROM reports m WHERE (m.merged_into = (staff_report.r).id)), '[]'::json), 'photos', COALESCE((SELECT json_agg(json_build_object('id', p.id, 'state', p.state, 'role', p.role, 'reason', p.refused_reason, 'width', p.width_pixels, 'height', p.height_pixels, 'blur', p.blur, 'sentFor', COALESCE(p.home_id, p.report_id), 'fixed', (SELECT v.fixed FROM report_verdicts v WHERE ((v.report_id = COALESCE(p.home_id, p.report_id)) AND (v.device_hmac = p.verdict_hmac) AND (v.resolved_at = p.verdict_about)))) ORDER BY p."position", p.id) AS json_agg FROM report_photos p WHERE (p.report_id = (staff_report.r).id)), '[]'::json), 'replies', COALESCE((SELECT json_agg(json_build_object('id', p.id, 'at', utc_text(p.created_at), 'by', u.name, 'body', (SELECT bodies.code FROM bodies WHERE (bodies.id = p.body_id)), 'text', p.text, 'file', (SELECT json_build_object('id', f.id, 'type', f.type, 'bytes', f.bytes) AS json_build_object FROM reply_files f WHERE (f.id = p.file_id))) ORDER BY p.id) AS json_agg FROM ((report_replies rp JOIN replies p ON ((p.id = rp.reply_id))) JOIN staff_users u ON ((u.id = p.user_id))) WHERE ((rp.report_id = (staff_report.r).id) AND (rp.withdrawn_at IS NULL))), '[]'::json), 'questions', COALESCE((SELECT json_agg(json_build_object('id', q.id, 'at', utc_text(q.asked_at), 'by', u.name, 'text', q.text, 'answer', q.answer, 'answeredAt', utc_text(q.answered_at)) ORDER BY q.asked_at, q.id) AS json_agg FROM (report_questions q JOIN staff_users u ON ((u.id = q.user_id))) WHERE ((q.report_id = (staff_report.r).id) AND (q.withdrawn_at IS NULL))), '[]'::json), 'verdicts', report_verdicts_now(r), 'doubted', is_doubted(r), 'flags', json_build_object('open', open_flags(r), 'all', COALESCE((SELECT json_agg(json_build_object('at', utc_text(f.created_at), 'reason', f.reason, 'note', f.note) ORDER BY f.id DESC) AS json_agg FROM (SELECT report_flags.id, report_flags.report_id, report_flags.device_hmac, report_flags.reason, report_flags.note, report_flags.created_at FROM report_flags WHERE (report_flags.report_id = (staff_report.r).id) ORDER BY report_flags.id DESC LIMIT 20) f), '[]'::json)));

CREATE OR REPLACE FUNCTION public.staff_reports(limit_areas integer[])
 RETURNS SETOF reports
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select * from reports r where limit_areas is null or r.area_id = any (limit_areas)
$function$;

CREATE OR REPLACE FUNCTION public.staff_sort_ranks(sort text, listed text[])
 RETURNS TABLE(code text, rank double precision)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select c.code, (c.position * 1000)::double precision from categories c where sort = 'category'
  union all
  select k.code, (c.position * 1000 + 1 + k.position)::double precision
  from kinds k
  join categories c on c.code = k.category_code
  where sort = 'category'
  union all
  select a.id::text, (row_number() over (order by array_position(array['city', 'mtu', 'settlement', 'quarter'], a.kind), a.code))::double precision
  from areas a
  where sort = 'area'
  union all
  select b.id::text, (row_number() over (order by b.code))::double precision from bodies b where sort = 'body'
  union all
  select l.code, l.place::double precision from unnest(listed) with ordinality as l (code, place)
$function$;

CREATE OR REPLACE FUNCTION public.supports_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  report uuid := case tg_op when 'INSERT' then new.report_id else old.report_id end;
begin
  -- In the order in which changes by staff lock reports; whoever merges them at this moment is waited for.
  perform from reports where id in (select reports_above(report)) order by id for no key update;
  update reports set supports = supports + case tg_op when 'INSERT' then 1 else -1 end where id in (select reports_above(report));
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.utc_text(instant timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN to_char((instant AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'::text);

CREATE OR REPLACE FUNCTION public.value_hash(salt bytea, value jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN encode(sha256((salt || convert_to(COALESCE((value)::text, 'null'::text), 'UTF8'::name))), 'hex'::text);

CREATE OR REPLACE FUNCTION public.word_variants(word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT v.variant FROM (generate_series(LEAST(char_length(word_variants.word), 4), LEAST(char_length(word_variants.word), 8)) letters(letters) CROSS JOIN LATERAL (SELECT "left"(word_variants.word, letters.letters) AS variant UNION ALL SELECT ("left"(word_variants.word, (n.n - 1)) || substr("left"(word_variants.word, letters.letters), (n.n + 1))) FROM generate_series(1, letters.letters) n(n)) v));

CREATE TRIGGER area_versions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.area_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER areas_change_trigger AFTER INSERT OR DELETE OR UPDATE ON public.areas FOR EACH STATEMENT EXECUTE FUNCTION areas_log_change();

CREATE TRIGGER areas_version_trigger BEFORE UPDATE ON public.areas FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION areas_keep_version();

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION audit_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_values_erasable BEFORE DELETE OR UPDATE ON public.audit_values FOR EACH ROW EXECUTE FUNCTION audit_values_erasable();

CREATE TRIGGER audit_values_no_truncate BEFORE TRUNCATE ON public.audit_values FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER changes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER history_seals_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.history_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER renditions_file_unused AFTER DELETE ON public.photo_renditions FOR EACH ROW EXECUTE FUNCTION photos_file_unused();

CREATE TRIGGER reply_files_file_unused AFTER DELETE ON public.reply_files FOR EACH ROW EXECUTE FUNCTION photos_file_unused();

CREATE TRIGGER history_append_only BEFORE DELETE OR UPDATE ON public.report_history FOR EACH ROW EXECUTE FUNCTION history_append_only();

CREATE TRIGGER history_hash_note BEFORE INSERT ON public.report_history FOR EACH ROW WHEN (((new.note IS NOT NULL) AND (NOT new.demo))) EXECUTE FUNCTION history_hash_note();

CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON public.report_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER photos_change_insert_delete AFTER INSERT OR DELETE ON public.report_photos FOR EACH ROW EXECUTE FUNCTION photos_log_change();

CREATE TRIGGER photos_change_update AFTER UPDATE ON public.report_photos FOR EACH ROW WHEN (((((((old.report_id IS DISTINCT FROM new.report_id) OR (old."position" IS DISTINCT FROM new."position")) OR (old.state IS DISTINCT FROM new.state)) OR (old.width_pixels IS DISTINCT FROM new.width_pixels)) OR (old.height_pixels IS DISTINCT FROM new.height_pixels)) OR (old.storage_key IS DISTINCT FROM new.storage_key))) EXECUTE FUNCTION photos_log_change();

CREATE TRIGGER photos_file_unused_delete AFTER DELETE ON public.report_photos FOR EACH ROW EXECUTE FUNCTION photos_file_unused();

CREATE TRIGGER questions_notify AFTER INSERT ON public.report_questions FOR EACH ROW WHEN ((new.withdrawn_at IS NULL)) EXECUTE FUNCTION questions_notify();

CREATE TRIGGER replies_notify AFTER INSERT ON public.report_replies FOR EACH ROW WHEN ((new.withdrawn_at IS NULL)) EXECUTE FUNCTION replies_notify();

CREATE TRIGGER supports_count_trigger AFTER INSERT OR DELETE ON public.report_supports FOR EACH ROW EXECUTE FUNCTION supports_count();

CREATE TRIGGER reports_change_insert_delete AFTER INSERT OR DELETE ON public.reports FOR EACH ROW EXECUTE FUNCTION reports_log_change();

CREATE TRIGGER reports_change_update AFTER UPDATE ON public.reports FOR EACH ROW WHEN ((((((((((((((((((old.category_code IS DISTINCT FROM new.category_code) OR (old.kind_code IS DISTINCT FROM new.kind_code)) OR (old.status IS DISTINCT FROM new.status)) OR (old.demo IS DISTINCT FROM new.demo)) OR ((old.hidden_at IS NULL) IS DISTINCT FROM (new.hidden_at IS NULL))) OR (old."precision" IS DISTINCT FROM new."precision")) OR (old.published_area_id IS DISTINCT FROM new.published_area_id)) OR (old.published_at IS DISTINCT FROM new.published_at)) OR (old.updated_at IS DISTINCT FROM new.updated_at)) OR (old.resolved_at IS DISTINCT FROM new.resolved_at)) OR (old.published_description IS DISTINCT FROM new.published_description)) OR (old.published_landmark IS DISTINCT FROM new.published_landmark)) OR (old.households IS DISTINCT FROM new.households)) OR (old.households_merged IS DISTINCT FROM new.households_merged)) OR (old.supports IS DISTINCT FROM new.supports)) OR (old.merged_into IS DISTINCT FROM new.merged_into)) OR ((old.published_location)::text IS DISTINCT FROM (new.published_location)::text))) EXECUTE FUNCTION reports_log_change();

CREATE TRIGGER reports_merge_voices AFTER UPDATE OF merged_into ON public.reports FOR EACH ROW WHEN ((old.merged_into IS DISTINCT FROM new.merged_into)) EXECUTE FUNCTION reports_merge_voices();

CREATE TRIGGER reports_note_words_insert AFTER INSERT ON public.reports FOR EACH ROW WHEN ((new.published_search IS NOT NULL)) EXECUTE FUNCTION reports_note_words();

CREATE TRIGGER reports_note_words_update AFTER UPDATE ON public.reports FOR EACH ROW WHEN (((new.published_search IS NOT NULL) AND (new.published_search IS DISTINCT FROM old.published_search))) EXECUTE FUNCTION reports_note_words();

CREATE TRIGGER reports_notify AFTER UPDATE OF status, merged_into ON public.reports FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR ((old.merged_into IS NULL) AND (new.merged_into IS NOT NULL)))) EXECUTE FUNCTION reports_notify();

CREATE TRIGGER reports_place_trigger BEFORE INSERT OR UPDATE OF location, asked_area_id, assigned_area_id, category_code, kind_code, "precision", reported_at, published_description, published_landmark ON public.reports FOR EACH ROW EXECUTE FUNCTION reports_place();
