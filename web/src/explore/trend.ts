import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import { addDays } from './period.ts';
import { binAfter, binStart, binStarts } from './calendar.ts';
import { overlap } from './brush.ts';
import type { Span } from './brush.ts';
import { filterParams } from './url.ts';
import type { Filter } from './url.ts';

/** One month of the trend. */
export interface TrendMonth {
  /** Its first day, YYYY-MM-DD. */
  month: string;
  /** Reports of the filter that were reported in it; null where the filter shows none of it. */
  registered: number | null;
  /** Reports of the filter that were resolved in it, whenever they were reported. */
  completed: number;
  /** Which of its days the filter shows, as a filter: opening the number must show exactly its reports. */
  span: Span;
  /** Whether days of it are missing: it has not ended, or the filter begins or ends within it. */
  partial: boolean;
}

type Groups = StatisticsAnswer['groups'];

/** Queries of the two lines; both are of the reports of the filter. */
export function trendQueries(filter: Filter): { registered: string; completed: string } {
  const by = (grouping: string): string => {
    const params = filterParams(filter);
    params.set('by', grouping);
    return params.toString();
  };
  return { registered: by('month'), completed: by('resolved_month') };
}

/**
 * The months of both lines, none missing, oldest first: from the first month with a number to this one, or to the last
 * of the filter where that is earlier. Reports resolved after the filter's end still show when they were.
 */
export function makeTrend(registered: Groups, completed: Groups, filter: Span, today: string): TrendMonth[] {
  const known = (month: string | null | undefined): month is string => typeof month === 'string';
  const countOf = new Map<string, number>(registered.map(({ month = '', count }) => [`${month}-01`, count]));
  const doneOf = new Map<string, number>(
    completed.flatMap(({ resolved_month: month, count }) => (known(month) ? [[`${month}-01`, count] as const] : [])),
  );
  const months: string[] = [...countOf.keys(), ...doneOf.keys()].sort();
  if (months.length === 0) return [];
  const lastOfFilter = filter.to === null || filter.to > today ? today : addDays(filter.to, -1);
  months.push(binStart(lastOfFilter, 'month'));
  months.sort();
  return binStarts(months[0]!, months.at(-1)!, 'month').map((month) => {
    const end = binAfter(month, 'month');
    const span = overlap({ from: month, to: end }, filter);
    const shown = span.from! < span.to!;
    return {
      month,
      registered: shown ? (countOf.get(month) ?? 0) : null,
      completed: doneOf.get(month) ?? 0,
      span,
      partial: end > today || (shown && (span.from !== month || span.to !== end)),
    };
  });
}
