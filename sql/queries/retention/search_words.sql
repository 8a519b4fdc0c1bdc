-- Removes words that are in no published text any more, and the second of two; says how many. Both lists are read once and hashed, whatever the planner believes of the tables.
-- params:
with gone as (
  delete from search_words s
  where s.word not in (
      select said.word from ts_stat('select r.search from published_reports r where r.search is not null') as said
    )
    or s.ctid in (
      select twice.at
      from (select t.ctid as at, row_number() over (partition by t.word order by t.ctid) as number from search_words t) as twice
      where twice.number > 1
    )
  returning s.word
)
select count(*)::integer as deleted from gone
