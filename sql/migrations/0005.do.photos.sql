-- Photos: how one was sent, what is still being sent, and which files are to be deleted from the storage.
alter table report_photos
  add column state_since timestamptz not null default now(),
  add column sent_key uuid,
  add column sent_hash bytea,
  add column sent_bytes integer,
  add constraint report_photos_sent_key_unique unique (report_id, sent_key),
  add constraint report_photos_position_range check (position > 0),
  add constraint report_photos_pixels_range check (width_pixels > 0 and height_pixels > 0),
  add constraint report_photos_storage_key_format check (storage_key ~ '^[0-9a-f]{32}$');
comment on column report_photos.storage_key is 'private: 128 random bits, from which the names of the two stored files are made';
comment on column report_photos.created_at is 'private: the public time of a report that is not exact is its day';
comment on column report_photos.sent_key is 'the sender''s key: the same photo sent again makes no second one';
comment on column report_photos.sent_hash is 'HMAC of the file as it was sent, which is not kept';
comment on column report_photos.sent_bytes is 'size of the file as it was sent';
create index report_photos_refused_index on report_photos (state_since) where state = 'refused';

create table photo_uploads (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null,
  sent_key uuid not null,
  length_bytes integer not null,
  expires_at timestamptz not null,
  constraint photo_uploads_report_fk foreign key (report_id) references reports (id) on delete cascade,
  constraint photo_uploads_sent_key_unique unique (report_id, sent_key),
  constraint photo_uploads_length_range check (length_bytes > 0)
);
comment on table photo_uploads is 'Photos that arrive in parts. The parts lie in DATA_DIR/uploads under the id; it becomes the id of the photo.';
create index photo_uploads_expiry_index on photo_uploads (expires_at);

create table photo_files_unused (
  storage_key text primary key,
  delete_after timestamptz not null default now()
);
comment on table photo_files_unused is 'Files to delete from the storage: those of photos that are gone, and those that are being written, until their photo is stored.';
create index photo_files_unused_order_index on photo_files_unused (delete_after);
