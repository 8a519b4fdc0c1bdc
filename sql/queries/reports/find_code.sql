-- The id of the published report that a tracking code leads to: the report itself, or the one it was merged into.
-- params: code
select p.id from reports r join published_reports p on p.id = kept_report_id(r.id) where r.code = :code and r.hidden_at is null
