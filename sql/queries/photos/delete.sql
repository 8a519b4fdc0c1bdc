-- Removes a photo; its file goes on the list of those to delete.
-- params: id
delete from report_photos where id = :id::uuid returning report_id as "reportId"
