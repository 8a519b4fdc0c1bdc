-- Ids of published reports in whose text the words are found.
-- params: words
select id from published_reports where search @@ to_tsquery('simple', fold_text(:words::text))
