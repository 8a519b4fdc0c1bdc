-- The picture of a photo with just these regions made unreadable.
-- params: photoId, blur
select storage_key as "storageKey" from photo_renditions where photo_id = :photoId::uuid and blur = :blur::jsonb
