-- Which of the ids are of uploads.
-- params: ids
select id from photo_uploads where id = any (:ids::uuid[])
