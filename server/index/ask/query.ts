import type { Filter } from '../../filters/rules.ts';
import { problem } from '../../http/problem.ts';
import type { IndexFollower } from '../follow/follower.ts';
import { compileFilter, type CompiledFilter, type ReportIndex } from '../rules.ts';

/**
 * Asks the index: `work` gets it with the filter compiled and must answer in the same turn. Words of the filter are looked
 * up in the database first, because texts are not in the index. Throws not_ready before the first load, and server_busy when
 * too much is waiting already.
 */
export async function queryIndex<T>(
  { live }: { live: IndexFollower },
  filter: Filter,
  work: (index: ReportIndex, filter: CompiledFilter) => T,
): Promise<T> {
  const ids = filter.words === null ? null : await live.lookups.ids(filter.words, live.revision);
  return live.gate.run(() => {
    if (!live.loaded) throw problem('not_ready', undefined, { retryAfterSeconds: 2 });
    return work(live.index, compileFilter(live.index, filter, ids));
  });
}
