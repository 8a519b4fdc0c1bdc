-- Names and phones are kept encrypted, and what was never published can be erased.
-- What is there waits in the old table for a process that has the key (server/contacts), which seals it at its next start and empties the table.
alter table report_contacts rename to report_contacts_unsealed;
alter table report_contacts_unsealed rename constraint report_contacts_pkey to report_contacts_unsealed_pkey;
alter table report_contacts_unsealed rename constraint report_contacts_report_fk to report_contacts_unsealed_report_fk;
alter table report_contacts_unsealed rename constraint report_contacts_something to report_contacts_unsealed_something;
alter table report_contacts_unsealed rename constraint report_contacts_length to report_contacts_unsealed_length;
comment on table report_contacts_unsealed is 'Empty but for rows of before encryption, until the next start.';

create table report_contacts (
  report_id uuid primary key,
  sealed bytea not null,
  key_id text not null,
  consented_at timestamptz not null,
  constraint report_contacts_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint report_contacts_sealed_length check (octet_length(sealed) between 29 and 4096),
  constraint report_contacts_key_format check (key_id ~ '^[0-9a-f]{16}$')
);
comment on table report_contacts is 'Names and phones, apart from the reports, encrypted and never exported.';
comment on column report_contacts.sealed is 'AES-256-GCM of JSON {name, phone}, bound to the report''s code: 12 bytes iv, 16 bytes tag, text';
comment on column report_contacts.key_id is 'which key: a fingerprint of CONTACT_KEY or SECRET_KEY that says nothing of it';
create index report_contacts_key_index on report_contacts (key_id);

alter table reports
  add column erased_at timestamptz,
  drop constraint reports_place_given,
  add constraint reports_place_given check (location is not null or asked_area_id is not null or erased_at is not null);
comment on column reports.erased_at is 'since then nothing of it is kept that is not published: place, landmark, text';
