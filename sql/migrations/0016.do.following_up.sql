-- What residents do after reporting: say whether it is really fixed, correct and withdraw their own; and how near and how old a likely duplicate may be.
create table report_verdicts (
  report_id uuid not null,
  device_hmac bytea not null,
  fixed boolean not null,
  resolved_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (report_id, device_hmac),
  constraint report_verdicts_report_fk foreign key (report_id) references reports (id) on delete cascade
);
comment on table report_verdicts is 'Whether neighbours say that what is marked as resolved is fixed.';
comment on column report_verdicts.device_hmac is 'HMAC of report id and device token: a device answers once for a report';
comment on column report_verdicts.resolved_at is 'the resolution it is about, see resolution_time(): after a report was opened again and resolved anew the old answers count no more';
create index report_verdicts_doubts_index on report_verdicts (report_id) where not fixed;

alter table reports add column verdicts_seen_at timestamptz;
comment on column reports.verdicts_seen_at is 'what residents said up to then about its resolution was looked at';
create index report_history_reopened_index on report_history (report_id) where event = 'reopened' and actor = 'resident';

alter table categories
  add column nearby_metres integer not null default 150,
  add column nearby_days integer not null default 365,
  add constraint categories_nearby_range check (nearby_metres between 10 and 1000 and nearby_days between 1 and 3650);
comment on column categories.nearby_metres is 'how far a likely duplicate may be';
comment on column categories.nearby_days is 'how long ago a likely duplicate may have been reported';

alter table report_history
  drop constraint report_history_event_known,
  add constraint report_history_event_known check (
    event in (
      'created', 'status', 'replied', 'moderated', 'moved', 'recategorised', 'merged', 'hidden', 'shown', 'undone',
      'photo', 'noted', 'asked', 'answered', 'assigned', 'reopened', 'flags_seen', 'corrected', 'withdrawn', 'contact_erased', 'verdicts_seen'
    )
  );
alter table audit_log
  drop constraint audit_log_via_known,
  add constraint audit_log_via_known check (via in ('session', 'token', 'link', 'console', 'reporter'));
