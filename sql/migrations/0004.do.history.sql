-- What happened to each report, and what readers of the published data must look at again. Both append-only.
create table report_history (
  id bigint generated always as identity primary key,
  report_id uuid not null,
  happened_at timestamptz not null default now(),
  actor text not null,
  event text not null,
  status text,
  note text,
  is_public boolean not null default true,
  demo boolean not null default false,
  constraint report_history_actor_known check (actor in ('resident', 'staff', 'system', 'import')),
  constraint report_history_event_known check (event in ('created', 'status', 'replied', 'moderated', 'moved', 'merged', 'hidden')),
  constraint report_history_status_known check (status in ('new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'))
);
comment on column report_history.note is 'words meant for the public; never a name, a phone or an exact place';
comment on column report_history.demo is 'copied from the report: only invented history may ever be deleted';
create index report_history_report_index on report_history (report_id, happened_at, id);

create table changes (
  sequence bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  subject text not null,
  report_id uuid,
  changed_at timestamptz not null default now(),
  constraint changes_subject_known check (subject in ('report', 'areas', 'taxonomy')),
  constraint changes_report_given check ((subject = 'report') = (report_id is not null))
);
comment on table changes is 'One row for each change of published data. Sequence order is not commit order: read (transaction_id, sequence) below pg_snapshot_xmin(pg_current_snapshot()), so that a late commit is never skipped.';
create index changes_reading_index on changes (transaction_id, sequence);

create table settings (
  key text primary key,
  value jsonb not null,
  constraint settings_key_format check (key ~ '^[a-z][a-z0-9_]{1,62}$')
);
comment on table settings is 'What an administrator may change without a restart: emergency numbers, reply term, map defaults.';
