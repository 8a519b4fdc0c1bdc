/**
 * Filters that show exactly the reports behind a number. A number of resolved reports by month of resolution has none: the
 * filters of time are of the report, and a list of other reports than those counted would be worse than no list.
 */
import { STATUSES } from '../../../server/contract/enums.ts';
import type { Status } from '../../../server/contract/enums.ts';

const OPEN: readonly Status[] = ['new', 'verified', 'in_progress'];

/** The statuses that a figure counts, of those that the filter has; empty: none of them, so there is nothing to show. */
export function statusesOf(figure: 'open' | 'resolved', chosen: readonly Status[]): Status[] {
  return STATUSES.filter(
    (status) =>
      (figure === 'open' ? OPEN.includes(status) : status === 'resolved') &&
      (chosen.length === 0 || chosen.includes(status)),
  );
}

/**
 * The codes that a row of the ranking counts: its category, or only those of its kinds that the filter has.
 * @param kinds codes of the kinds of the category
 */
export function codesOf(category: string, kinds: readonly string[], chosen: readonly string[]): string[] {
  const some = chosen.filter((code) => kinds.includes(code));
  return some.length === 0 || chosen.includes(category) ? [category] : some;
}
