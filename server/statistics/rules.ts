import { GROUPINGS, type Grouping } from '../contract/enums.ts';
import type { StatisticsAnswer } from '../contract/analysis.ts';
import { listOf } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';
import type { GroupRow, Measures } from '../index/rules.ts';

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
export function statisticsAnswer(by: Grouping[], sums: { total: Measures; groups: GroupRow[] }): StatisticsAnswer {
  const { total, groups } = sums;
  const shown = groups.map((row) => {
    const keys = Object.fromEntries(by.map((grouping) => [grouping, row[grouping]]));
    return { ...keys, ...measures(row) } as StatisticsAnswer['groups'][number];
  });
  return { by, total: measures(total), groups: shown };
}

function measures({ count, supports, households, open, resolved, medianDays }: Measures): Measures {
  return { count, supports, households, open, resolved, medianDays };
}
