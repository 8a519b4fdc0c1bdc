-- word_variants: the beginnings of 4 to 8 letters of a word (the whole word when it is shorter), each as it is and with any one letter left out. A word
-- typed with a letter that is wrong, missing, too much or exchanged with its neighbour has one of these in common with the right one:
-- W. Garbe, Symmetric Delete Spelling Correction, 2012. Endings change in Kyrgyz and do not count.
create or replace function word_variants(word text) returns text[]
language sql immutable parallel safe
return array(
  select distinct v.variant
  from generate_series(least(char_length(word), 4), least(char_length(word), 8)) as letters
  cross join lateral (
    select left(word, letters) as variant
    union all
    select left(word, n - 1) || substr(left(word, letters), n + 1) from generate_series(1, letters) as n
  ) as v
);

-- mistyped_variants: of a word that was typed, what is compared with word_variants.
create or replace function mistyped_variants(word text) returns text[]
language sql immutable parallel safe
return array(
  select left(word, 8)
  union
  select left(word, n - 1) || substr(left(word, 8), n + 1) from generate_series(1, least(char_length(word), 8)) as n
);

-- reports_note_words: adds the words of a text that is published to search_words. Without a unique index, so that nobody waits for another who
-- publishes the same word; numbers and addresses are no words.
create or replace function reports_note_words() returns trigger
language plpgsql as $$
begin
  insert into search_words (word, variants)
  select w.word, word_variants(w.word)
  from unnest(tsvector_to_array(new.published_search)) as w (word)
  where char_length(w.word) between 3 and 40 and w.word !~ '[0-9@/:._-]'
    and not exists (select from search_words s where s.word = w.word);
  return null;
end;
$$;
create or replace trigger reports_note_words_insert after insert on reports
for each row when (new.published_search is not null) execute function reports_note_words();
create or replace trigger reports_note_words_update after update on reports
for each row when (new.published_search is not null and new.published_search is distinct from old.published_search)
execute function reports_note_words();

-- Words of texts that were published before there was this table.
do $$
begin
  if not exists (select from search_words) then
    insert into search_words (word, variants)
    select w.word, word_variants(w.word)
    from ts_stat('select published_search from reports where published_search is not null') as w
    where char_length(w.word) between 3 and 40 and w.word !~ '[0-9@/:._-]';
  end if;
end;
$$;
