-- Sums over everything published, to be compared with those of the index.
-- params:
select count(*)::integer as reports, coalesce(sum(supports), 0)::bigint as supports, coalesce(sum(households), 0)::bigint as households
from published_reports
