-- The words of published texts, so that a search forgives small typing mistakes.
create table search_words (
  word text not null,
  variants text[] not null
);
comment on table search_words is 'Words that are or were in a published text; one may stand here twice. Those that are in none any more go with the job of retention.';
comment on column search_words.variants is 'see word_variants: what the word can be mistyped as is found by what both have in common';
create index search_words_word_index on search_words (word text_pattern_ops);
create index search_words_variants_index on search_words using gin (variants);
