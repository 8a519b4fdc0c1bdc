import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { codeIn, forgivingQuery, typedWords } from './rules.ts';

/** Words that one mistyped word may have been meant for. */
const ALIKE_MAX = 20;

const selectAlike = statement<{ words: string[]; limit: number }, { word: string; alike: string[] }>('search/alike');
const selectCode = statement<{ code: string }, { code: string }>('search/code');

/**
 * The words of a filter as they are looked up: a tracking code becomes `code:` and the code of the report it leads to; a word that begins no
 * published word becomes those that it may be a small typing mistake of. A word that is found as it is stays, so that nobody gets more
 * than he asked for.
 */
export async function forgivenWords(sql: Sql, words: string): Promise<string> {
  const typed = typedWords(words);
  const code = codeIn(typed);
  const [found] = code === null ? [] : await sql.run(selectCode, { code });
  if (found) return `code:${found.code}`;
  const alike = await sql.run(selectAlike, { words: typed, limit: ALIKE_MAX });
  return forgivingQuery(typed, new Map(alike.map((row) => [row.word, row.alike])));
}

/** A filter with its words as they are looked up. */
export async function forgiven<F extends { words: string | null }>(sql: Sql, filter: F): Promise<F> {
  return filter.words === null ? filter : { ...filter, words: await forgivenWords(sql, filter.words) };
}
