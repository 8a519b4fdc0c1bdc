-- Sums over the published reports between two ids, by the first six bits of the id, to be compared with those of the index.
-- params: after, upTo
select bucket, count(*)::integer as reports, sum(supports)::bigint as supports, sum(households)::bigint as households, sum(mark)::bigint as marks
from index_rows
where id > :after::uuid and id <= :upTo::uuid
group by bucket
