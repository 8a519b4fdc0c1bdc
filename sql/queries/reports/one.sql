-- One published report by id as GeoJSON text.
-- params: id
select report_feature(r)::text as feature, r.precision
from published_reports r
where r.id = :id
