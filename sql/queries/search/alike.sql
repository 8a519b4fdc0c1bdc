-- For each word that begins no published word: those that it may have been meant for, a few of them. Words shorter than four letters are taken as they are.
-- params: words, limit
select w.word, a.alike
from unnest(:words::text[]) as w (word)
cross join lateral (select fold_text(w.word) as folded) as f
cross join lateral (
  select array(
    select distinct s.word
    from search_words s
    where s.variants && mistyped_variants(f.folded)
    limit :limit::integer
  ) as alike
) as a
where char_length(f.folded) >= 4
  and not exists (select from search_words s where s.word ~>=~ f.folded and s.word ~<~ (f.folded || chr(1114111)))
  and cardinality(a.alike) > 0
