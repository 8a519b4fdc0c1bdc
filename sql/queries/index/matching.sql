-- Ids of published reports in whose text the words are found, or of the one with a code, 16 bytes each.
-- params: words
select coalesce(string_agg(uuid_send(id), ''::bytea), ''::bytea) as ids
from published_reports
where case
  when :words::text like 'code:%' then code = substr(:words::text, 6)
  else search @@ to_tsquery('simple', fold_text(:words::text))
end
