-- Ends an upload, because its photo is stored or refused, or nobody wants it.
-- params: id
delete from photo_uploads where id = :id::uuid returning id
