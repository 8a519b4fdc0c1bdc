-- When the chain over history was last computed anew, and what was found.
create table history_checks (
  id bigint generated always as identity primary key,
  checked_at timestamptz not null default now(),
  user_id integer,
  seals integer not null,
  entries bigint not null,
  sealed_until timestamptz,
  faults jsonb not null default '[]',
  constraint history_checks_user_fk foreign key (user_id) references staff_users (id) on delete restrict,
  constraint history_checks_faults_list check (jsonb_typeof(faults) = 'array')
);
comment on table history_checks is 'Each time the chain over history was verified.';
comment on column history_checks.user_id is 'who asked for it; null on the command line';
comment on column history_checks.seals is 'how many seals there were';
comment on column history_checks.sealed_until is 'time of the last of them: entries after it were not verified';
comment on column history_checks.faults is 'where and what, at most 100 of each kind; empty when the chain was whole';
create index history_checks_user_index on history_checks (user_id);
