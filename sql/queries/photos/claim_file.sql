-- Notes a file before it is written: when its photo is never stored, it is deleted after the time given.
-- params: storageKey, seconds
insert into photo_files_unused (storage_key, delete_after)
values (:storageKey, now() + make_interval(secs => :seconds::integer))
