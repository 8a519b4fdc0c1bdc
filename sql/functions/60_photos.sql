-- photos_file_unused: a file that a photo no longer uses is put on the list of files to delete, in the same transaction, whatever took the photo away.
create or replace function photos_file_unused() returns trigger
language plpgsql as $$
begin
  insert into photo_files_unused (storage_key) values (old.storage_key)
  on conflict (storage_key) do update set delete_after = now();
  return null;
end;
$$;
create or replace trigger photos_file_unused_delete after delete on report_photos
for each row execute function photos_file_unused();
-- Of a photo that was blurred every picture is kept while it is, so that blurring can be taken back.
create or replace trigger renditions_file_unused after delete on photo_renditions
for each row execute function photos_file_unused();
drop trigger if exists photos_file_unused_update on report_photos;
create or replace trigger reply_files_file_unused after delete on reply_files
for each row execute function photos_file_unused();

-- photos_log_change: a photo that appears, changes or disappears in public is a change of its report.
create or replace function photos_log_change() returns trigger
language plpgsql as $$
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
$$;
create or replace trigger photos_change_insert_delete after insert or delete on report_photos
for each row execute function photos_log_change();
create or replace trigger photos_change_update after update on report_photos
for each row when (
  (old.report_id, old.position, old.state, old.width_pixels, old.height_pixels, old.storage_key)
  is distinct from
  (new.report_id, new.position, new.state, new.width_pixels, new.height_pixels, new.storage_key)
) execute function photos_log_change();
