-- A file is deleted from the storage.
-- params: storageKey
delete from photo_files_unused where storage_key = :storageKey
