import type { Grouping } from '../contract/enums.ts';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';

export interface CountRow extends Record<Grouping, string | null> {
  count: number;
  supports: number;
  households: number;
}
type Flags = Record<'byArea' | 'byCategory' | 'byKind' | 'byStatus' | 'byMonth', boolean>;

const selectCounts = statement<Filter & Flags, CountRow>('statistics/count');

/** Counts of the reports that fit the filter, a row for each combination of the groupings. */
export async function countReports(sql: Sql, filter: Filter, by: readonly Grouping[]): Promise<CountRow[]> {
  return sql.run(selectCounts, {
    ...filter,
    byArea: by.includes('area'),
    byCategory: by.includes('category'),
    byKind: by.includes('kind'),
    byStatus: by.includes('status'),
    byMonth: by.includes('month'),
  });
}
