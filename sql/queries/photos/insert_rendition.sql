-- Keeps a picture made of a photo, and the one it was made of.
-- params: photoId, original, storageKey, blur
insert into photo_renditions (storage_key, photo_id, blur)
values (:original, :photoId::uuid, '[]'), (:storageKey, :photoId::uuid, :blur::jsonb)
on conflict do nothing
