-- Removes words that are in no published text any more, and the second of two; says how many.
-- params:
with gone as (
  delete from search_words s
  where not exists (
      select from published_reports r where r.search @@ array_to_string(array[quote_literal(s.word)], '')::tsquery
    )
    or exists (select from search_words other where other.word = s.word and other.ctid < s.ctid)
  returning s.word
)
select count(*)::integer as deleted from gone
