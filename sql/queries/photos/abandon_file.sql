-- A file that was written for nothing may be deleted now.
-- params: storageKey
update photo_files_unused set delete_after = now() where storage_key = :storageKey
