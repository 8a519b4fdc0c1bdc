import { GROUPINGS, type Grouping } from '../contract/enums.ts';
import type { StatisticsAnswer } from '../contract/analysis.ts';
import { listOf } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';
import type { CountRow } from './store.ts';

/** `?by=` as groupings in their fixed order; throws grouping_unknown with the value. */
export function parseGroupings(text: string | undefined): Grouping[] {
  const asked = listOf(text ?? '');
  const unknown = asked.find((grouping) => !(GROUPINGS as readonly string[]).includes(grouping));
  if (unknown !== undefined) {
    throw problem('grouping_unknown', `by=${unknown.slice(0, 40)}`, {
      errors: [{ path: 'by', code: 'grouping_unknown' }],
    });
  }
  return GROUPINGS.filter((grouping) => asked.includes(grouping));
}

/** The answer: groups show only the groupings asked for; the total is of the same reports. */
export function statisticsAnswer(by: Grouping[], rows: readonly CountRow[]): StatisticsAnswer {
  const total = { count: 0, supports: 0, households: 0 };
  const groups = rows.map((row) => {
    total.count += row.count;
    total.supports += row.supports;
    total.households += row.households;
    const keys = Object.fromEntries(by.map((grouping) => [grouping, row[grouping]]));
    return { ...keys, count: row.count, supports: row.supports, households: row.households };
  });
  return { by, total, groups: by.length === 0 ? [] : (groups as StatisticsAnswer['groups']) };
}
