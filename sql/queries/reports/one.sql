-- One published report by id as GeoJSON text.
-- params: id
-- prepared
select feature from published_reports where id = :id
