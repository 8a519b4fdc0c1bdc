-- Who sent a report may wish to hear of it by mail or on the phone. Empty while neither is configured.
create table report_followers (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null,
  channel text not null,
  language text not null,
  sealed bytea not null,
  key_id text not null,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  tries integer not null default 0,
  next_try_at timestamptz not null default now(),
  constraint report_followers_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_followers_channel_unique unique (report_id, channel),
  constraint report_followers_channel_known check (channel in ('mail', 'push')),
  constraint report_followers_language_format check (language ~ '^[a-z]{2,3}$'),
  constraint report_followers_sealed_length check (octet_length(sealed) between 29 and 4096),
  constraint report_followers_key_format check (key_id ~ '^[0-9a-f]{16}$')
);
comment on table report_followers is 'Where who sent a report wishes to hear of it; encrypted as contacts are, erased with them, never exported, read by no staff.';
comment on column report_followers.sealed is 'AES-256-GCM, bound to the report''s code and the channel: 12 bytes iv, 16 bytes tag, JSON of the address';
comment on column report_followers.confirmed_at is 'null: whoever has the address has not said yet that it is wished; nothing but that question is ever sent to it';
comment on column report_followers.next_try_at is 'nothing is sent before; a process that sends sets it ahead, so that no other does';
create index report_followers_key_index on report_followers (key_id);

create table report_notices (
  id bigint generated always as identity primary key,
  follower_id uuid not null,
  kind text not null,
  subject text,
  created_at timestamptz not null default now(),
  constraint report_notices_follower_fk foreign key (follower_id) references report_followers (id) on delete cascade,
  constraint report_notices_kind_known check (kind in ('confirmation', 'status', 'question', 'reply', 'merged'))
);
comment on table report_notices is 'What is still to be sent; written in the transaction of the change, deleted when it is sent or given up.';
comment on column report_notices.subject is 'the status before, or the id of the question or reply: what was taken back meanwhile is not sent';
create index report_notices_follower_index on report_notices (follower_id, created_at);
