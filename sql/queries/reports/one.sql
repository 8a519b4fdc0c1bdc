-- One published report by id as GeoJSON text; of a merged one, the report it is counted with.
-- params: id
-- prepared
select feature from published_reports where id = kept_report_id(:id::uuid)
