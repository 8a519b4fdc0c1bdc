-- Ids of published reports in whose text the words are found, 16 bytes each.
-- params: words
select coalesce(string_agg(uuid_send(id), ''::bytea), ''::bytea) as ids
from published_reports where search @@ to_tsquery('simple', fold_text(:words::text))
