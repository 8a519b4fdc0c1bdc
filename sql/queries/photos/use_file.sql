-- Takes a file off the list of those to delete, because its photo is being stored. No row: it may be gone already.
-- params: storageKey
delete from photo_files_unused where storage_key = :storageKey returning storage_key as "storageKey"
