-- Some of the files that are due to be deleted, the longest due first.
-- params: limit
select storage_key as "storageKey" from photo_files_unused where delete_after <= now() order by delete_after limit :limit::integer
