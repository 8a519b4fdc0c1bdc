-- Who is just looking at which report, so that two do not do the same. A claim ends by itself.
create table report_claims (
  report_id uuid primary key,
  user_id integer not null,
  expires_at timestamptz not null,
  constraint report_claims_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_claims_user_fk foreign key (user_id) references staff_users (id) on delete cascade
);
create index report_claims_user_index on report_claims (user_id);
