-- Who did what, and a chain over all history that shows when something is changed or missing.
create table history_seals (
  id bigint primary key,
  sealed_at timestamptz not null default now(),
  entries integer not null,
  digest bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint history_seals_previous_unique unique (previous_hash),
  constraint history_seals_entries_some check (entries > 0)
);
comment on table history_seals is 'The chain: each seal covers a batch of entries of report_history and audit_log, and the seal before it. Append-only.';
comment on column history_seals.digest is 'SHA-256 over the hashes of its entries, history first, each by id';
comment on column history_seals.hash is 'SHA-256 over previous_hash, id, sealed_at, entries and digest';

create table audit_log (
  id bigint generated always as identity primary key,
  happened_at timestamptz not null default now(),
  user_id integer,
  via text not null,
  action text not null,
  subject text not null,
  subject_id text,
  report_version integer,
  undoes bigint,
  fields jsonb not null default '{}',
  seal_id bigint,
  constraint audit_log_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint audit_log_undoes_fk foreign key (undoes) references audit_log (id) on delete restrict,
  constraint audit_log_undoes_unique unique (undoes),
  constraint audit_log_seal_fk foreign key (seal_id) references history_seals (id) on delete restrict,
  constraint audit_log_via_known check (via in ('session', 'token', 'link', 'console')),
  constraint audit_log_subject_known check (subject in ('report', 'user')),
  constraint audit_log_action_format check (action ~ '^[a-z]+[.][a-z_]+$')
);
comment on table audit_log is 'Who did what, append-only. Values are in audit_values; here are only their names and salted hashes.';
comment on column audit_log.fields is 'field -> {before, after}: SHA-256 of salt and value, in hex';
comment on column audit_log.report_version is 'the version of the report that this made';
create index audit_log_subject_index on audit_log (subject, subject_id, id);
create index audit_log_user_index on audit_log (user_id, id);
create index audit_log_unsealed_index on audit_log (id) where seal_id is null;

create table audit_values (
  entry_id bigint not null,
  field text not null,
  salt bytea,
  before jsonb,
  after jsonb,
  erased_at timestamptz,
  primary key (entry_id, field),
  constraint audit_values_entry_fk foreign key (entry_id) references audit_log (id) on delete restrict,
  constraint audit_values_erased_whole check (erased_at is null or (salt is null and before is null and after is null))
);
comment on table audit_values is 'The values themselves: personal ones and exact places too. Erasing one leaves its hash in the chain, and without the salt nobody can guess it.';

alter table report_history
  add column note_salt bytea,
  add column note_hash bytea,
  add column audit_id bigint,
  add column seal_id bigint,
  add constraint report_history_audit_fk foreign key (audit_id) references audit_log (id) on delete restrict,
  add constraint report_history_seal_fk foreign key (seal_id) references history_seals (id) on delete restrict,
  drop constraint report_history_event_known,
  add constraint report_history_event_known check (
    event in ('created', 'status', 'replied', 'moderated', 'moved', 'recategorised', 'merged', 'hidden', 'shown', 'undone')
  );
comment on column report_history.note_hash is 'SHA-256 of note_salt and note; stays when the note is erased';
comment on column report_history.audit_id is 'who did it; null for residents and imports';
create index report_history_unsealed_index on report_history (id) where seal_id is null and not demo;
create index report_history_audit_index on report_history (audit_id) where audit_id is not null;
