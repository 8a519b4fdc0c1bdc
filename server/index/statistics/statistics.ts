import type { Grouping } from '../../contract/enums.ts';
import type { CompiledFilter } from '../read/compile-filter.ts';
import { foldAll, foldGroups, NO_GROUPS, type FoldedGroups, type Measures } from './fold-groups.ts';
import { GroupKeys } from './group-keys.ts';
import { GroupSums } from './group-sums.ts';
import type { ReportIndex } from '../columns/report-index.ts';
import { scanSections } from '../read/scan.ts';

/** Sums of a set of reports, in total and by groups. */
export interface Statistics {
  total: Measures;
  /** Measures of each group, column by column; without any when nothing is grouped by. */
  groups: FoldedGroups;
  /** What the keys of the groups mean. A grouping that was not asked for is null; area, kind and month of resolution can be. */
  words: Pick<GroupKeys, 'digitsOf' | 'wordsOfPlace' | 'wordsOfStatus' | 'wordsOfTime'>;
}

/**
 * Sums of the reports that fit a filter: in total, and for each combination of the groupings that occurs, ordered by
 * the groupings in their order (GROUPINGS), null last. The words belong to the state the index has now.
 */
export function statisticsOf(index: ReportIndex, by: readonly Grouping[], filter: CompiledFilter): Statistics {
  const keys = new GroupKeys(index, by);
  const sums = new GroupSums(keys.parts, filter.flags);
  for (const section of index.sections) {
    if (filter.flagsOnly && sums.addAll(section.columns)) continue;
    scanSections([section], filter, (columns, rows, count) => sums.add(columns, rows, count));
  }
  const groups = sums.groups();
  const statuses = keys.statusesOf(groups);
  const total = foldAll(groups, statuses);
  const folded = by.length === 0 ? NO_GROUPS : foldGroups(groups, statuses, keys.shownOf(groups));
  return { total, groups: folded, words: keys };
}
