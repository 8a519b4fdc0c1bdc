import type { Sql } from '../db/database.ts';
import type { Filter } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';
import type { IndexFollower } from './follower.ts';
import { compileFilter, type CompiledFilter, type ReportIndex } from './rules.ts';
import { idsWithWords } from './store.ts';

/**
 * Asks the index: `work` gets it with the filter compiled and must answer in the same turn. Words of the filter are looked
 * up in the database first, because texts are not in the index. Throws not_ready before the first load.
 */
export async function queryIndex<T>(
  app: { live: IndexFollower; database: Sql },
  filter: Filter,
  work: (index: ReportIndex, filter: CompiledFilter) => T,
): Promise<T> {
  const ids = filter.words === null ? null : await idsWithWords(app.database, filter.words);
  if (!app.live.loaded) throw problem('not_ready', undefined, { retryAfterSeconds: 2 });
  const { index } = app.live;
  return work(index, compileFilter(index, filter, ids));
}
