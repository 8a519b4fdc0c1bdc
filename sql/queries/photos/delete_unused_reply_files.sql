-- Removes files that were sent for a reply a day ago and that no reply uses.
-- params:
delete from reply_files f
where f.created_at < now() - interval '1 day' and not exists (select from replies p where p.file_id = f.id)
returning f.id
