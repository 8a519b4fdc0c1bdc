import type { Grouping } from '../contract/enums.ts';
import type { CompiledFilter } from './compile-filter.ts';
import { foldAll, foldGroups, measuresAt, type Measures } from './fold-groups.ts';
import { GroupKeys } from './group-keys.ts';
import { GroupSums } from './group-sums.ts';
import type { ReportIndex } from './report-index.ts';
import { scanSections } from './scan.ts';

export type { Measures } from './fold-groups.ts';

/** One group; a grouping that was not asked for is null throughout.
 * `area`, `kind` and `resolved_month` can be null otherwise too. */
export type GroupRow = Record<Grouping, string | null> & Measures;

/**
 * Sums of the reports that fit a filter: in total, and for each combination of the groupings that occurs, ordered by
 * the groupings in their order (GROUPINGS), null last.
 */
export function statisticsOf(
  index: ReportIndex,
  by: readonly Grouping[],
  filter: CompiledFilter,
): { total: Measures; groups: GroupRow[] } {
  const keys = new GroupKeys(index, by);
  const sums = new GroupSums(keys.parts);
  scanSections(index.sections, filter, (columns, rows, count) => sums.add(columns, rows, count));
  const groups = sums.groups();
  const statuses = keys.statusesOf(groups);
  const total = foldAll(groups, statuses);
  if (by.length === 0) return { total, groups: [] };
  const folded = foldGroups(groups, statuses, keys.shownOf(groups));
  return { total, groups: Array.from(folded.keys, (key, group) => groupRow(keys, key, measuresAt(folded, group))) };
}

// One literal: objects put together by spreading are ten times slower, and there may be tens of thousands.
function groupRow(keys: GroupKeys, key: number, measures: Measures): GroupRow {
  const { area, category, kind, status, month, week, resolved_month } = keys.wordsOf(key);
  const { count, supports, households, open, resolved, medianDays } = measures;
  return {
    area,
    category,
    kind,
    status,
    month,
    week,
    resolved_month,
    count,
    supports,
    households,
    open,
    resolved,
    medianDays,
  };
}
