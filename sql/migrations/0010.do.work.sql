-- Work on reports: who answers and until when, photos blurred by staff, replies, questions, changes of many reports at once, merging, flags.
alter table reports
  add column body_id integer,
  add column body_by_hand boolean not null default false,
  add column due_on date,
  add column merged_into uuid,
  add column flags_seen_at timestamptz,
  add constraint reports_body_fk foreign key (body_id) references bodies (id) on delete restrict,
  add constraint reports_merged_fk foreign key (merged_into) references reports (id) on delete restrict,
  add constraint reports_merged_other check (merged_into <> id),
  drop constraint reports_households_range,
  add constraint reports_households_range check (households between 1 and 1000000);
comment on column reports.body_id is 'the body that is to answer';
comment on column reports.body_by_hand is 'true: chosen by a person, not by the table body_routes';
comment on column reports.due_on is 'the last day of the term for an official reply, in Asia/Bishkek';
comment on column reports.merged_into is 'the report that this one is counted with; it is published no more, and its code leads there';
comment on column reports.flags_seen_at is 'flags up to then were looked at';
comment on column reports.households is 'households the reporter says are affected, and those of reports merged into it';
create index reports_merged_index on reports (merged_into) where merged_into is not null;
create index reports_due_index on reports (due_on) where due_on is not null and status in ('new', 'verified', 'in_progress');
create index reports_unassigned_index on reports (reported_at, id)
where body_id is null and hidden_at is null and merged_into is null and status in ('new', 'verified', 'in_progress');
create index reports_body_index on reports (body_id) where body_id is not null;

alter table report_photos
  add column role text not null default 'report',
  add column blur jsonb not null default '[]',
  add column home_id uuid,
  add constraint report_photos_role_known check (role in ('report', 'proof')),
  add constraint report_photos_home_fk foreign key (home_id) references reports (id) on delete cascade;
comment on column report_photos.role is 'report: sent with it; proof: made by staff of the problem solved';
comment on column report_photos.blur is 'regions that were made unreadable, as parts of width and height';
comment on column report_photos.home_id is 'the report it was sent for, while that is merged into the one it is shown with';
create index report_photos_home_index on report_photos (home_id) where home_id is not null;
create index report_photos_pending_index on report_photos (report_id) where state = 'pending';

create table photo_renditions (
  storage_key text primary key,
  photo_id uuid not null,
  blur jsonb not null,
  constraint photo_renditions_photo_fk foreign key (photo_id) references report_photos (id) on delete cascade,
  constraint photo_renditions_blur_unique unique (photo_id, blur)
);
comment on table photo_renditions is 'Every picture made of a photo that was blurred, the one without included; report_photos.storage_key is the one the public sees.';

create table body_routes (
  id integer generated always as identity primary key,
  category_code text,
  kind_code text,
  area_id integer,
  body_id integer not null,
  valid_from date,
  valid_to date,
  version integer not null default 1,
  constraint body_routes_category_fk foreign key (category_code) references categories (code) on delete cascade,
  constraint body_routes_kind_fk foreign key (category_code, kind_code) references kinds (category_code, code) on delete cascade,
  constraint body_routes_kind_category check (kind_code is null or category_code is not null),
  constraint body_routes_area_fk foreign key (area_id) references areas (id) on delete restrict,
  constraint body_routes_body_fk foreign key (body_id) references bodies (id) on delete restrict,
  constraint body_routes_validity_order check (valid_from < valid_to)
);
comment on table body_routes is 'Who answers for a category or kind in an area. The kind counts for more than the category, the smaller area for more than the larger, the later start for more than the earlier.';
create index body_routes_body_index on body_routes (body_id);
create index body_routes_area_index on body_routes (area_id);
create index body_routes_kind_index on body_routes (category_code, kind_code);
alter table bodies
  add column retired_at timestamptz,
  add column version integer not null default 1;

create table reply_files (
  id uuid primary key default gen_random_uuid(),
  user_id integer not null,
  storage_key text not null,
  type text not null,
  bytes integer not null,
  created_at timestamptz not null default now(),
  constraint reply_files_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint reply_files_storage_unique unique (storage_key),
  constraint reply_files_type_known check (type in ('application/pdf', 'image/jpeg'))
);
comment on column reply_files.storage_key is 'private: 128 random bits, from which the name of the stored file is made';
create index reply_files_user_index on reply_files (user_id);

create table replies (
  id bigint generated always as identity primary key,
  user_id integer not null,
  body_id integer,
  text text not null,
  file_id uuid,
  created_at timestamptz not null default now(),
  constraint replies_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint replies_body_fk foreign key (body_id) references bodies (id) on delete restrict,
  constraint replies_file_fk foreign key (file_id) references reply_files (id) on delete restrict,
  constraint replies_text_length check (char_length(text) between 1 and 4000)
);
create index replies_user_index on replies (user_id);
create index replies_body_index on replies (body_id);
create index replies_file_index on replies (file_id);

create table report_replies (
  reply_id bigint not null,
  report_id uuid not null,
  withdrawn_at timestamptz,
  primary key (reply_id, report_id),
  constraint report_replies_reply_fk foreign key (reply_id) references replies (id) on delete restrict,
  constraint report_replies_report_fk foreign key (report_id) references reports (id) on delete cascade
);
create index report_replies_report_index on report_replies (report_id);

create table report_questions (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null,
  user_id integer not null,
  text text not null,
  asked_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  answer text,
  answered_at timestamptz,
  constraint report_questions_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_questions_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint report_questions_text_length check (char_length(text) between 1 and 1000 and char_length(answer) between 1 and 4000),
  constraint report_questions_answer_time check ((answer is null) = (answered_at is null))
);
comment on table report_questions is 'Asked of who sent a report, who reads and answers with the manage token. Never public.';
create index report_questions_report_index on report_questions (report_id);
create index report_questions_user_index on report_questions (user_id);

create table staff_operations (
  id bigint generated always as identity primary key,
  key uuid,
  body_hash bytea not null,
  user_id integer not null,
  action text not null,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  constraint staff_operations_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint staff_operations_key_unique unique (user_id, key)
);
comment on table staff_operations is 'One thing done to many reports, all or nothing, and taken back as a whole.';
comment on column staff_operations.key is 'the client''s: sent again after a lost answer it does nothing twice';

create table operation_entries (
  audit_id bigint primary key,
  operation_id bigint not null,
  report_id uuid not null,
  constraint operation_entries_audit_fk foreign key (audit_id) references audit_log (id) on delete restrict,
  constraint operation_entries_operation_fk foreign key (operation_id) references staff_operations (id) on delete restrict,
  constraint operation_entries_report_unique unique (operation_id, report_id)
);

create table report_flags (
  id bigint generated always as identity primary key,
  report_id uuid not null,
  device_hmac bytea not null,
  reason text not null,
  note text,
  created_at timestamptz not null default now(),
  constraint report_flags_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_flags_device_unique unique (report_id, device_hmac),
  constraint report_flags_reason_known check (reason in ('personal_data', 'abuse', 'spam', 'not_a_problem', 'wrong_place', 'other')),
  constraint report_flags_note_length check (char_length(note) <= 500)
);
comment on table report_flags is 'What anybody thinks is wrong with a report. Hides nothing: somebody looks.';
create index report_flags_time_index on report_flags (created_at);

create table address_salts (
  day date primary key,
  salt bytea not null
);
comment on table address_salts is 'Made anew each day and deleted after it, so that nobody can tell whose address a hash was.';

create table report_origins (
  report_id uuid primary key,
  address_hash bytea not null,
  created_at timestamptz not null default now(),
  constraint report_origins_report_fk foreign key (report_id) references reports (id) on delete cascade
);
comment on table report_origins is 'Salted hash of the address a report came from, for seven days: shows a flood as one.';
create index report_origins_time_index on report_origins (created_at);

alter table report_history
  drop constraint report_history_event_known,
  add constraint report_history_event_known check (
    event in (
      'created', 'status', 'replied', 'moderated', 'moved', 'recategorised', 'merged', 'hidden', 'shown', 'undone',
      'photo', 'noted', 'asked', 'answered', 'assigned', 'reopened', 'flags_seen'
    )
  );
alter table audit_log
  drop constraint audit_log_subject_known,
  add constraint audit_log_subject_known check (
    subject in ('report', 'user', 'body', 'route', 'area', 'category', 'kind', 'setting', 'text')
  );
