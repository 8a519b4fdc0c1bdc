import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import { binAfter, binStart, binStarts, UNITS } from './calendar.ts';
import type { Unit } from './calendar.ts';
import { filterParams } from './url.ts';
import type { Filter } from './url.ts';

/** What can be added up over bins. */
export interface Sums {
  count: number;
  open: number;
  resolved: number;
  supports: number;
  households: number;
}

/** A bar of the histogram: [start, end) are days. */
export interface Bin extends Sums {
  start: string;
  end: string;
}

/** Bars without a gap between them, oldest first. */
export interface Timeline {
  unit: Unit;
  bins: Bin[];
}

type Group = StatisticsAnswer['groups'][number];

/** A shorter time would make bars as broad as posters. */
const WEEKS_MIN = 16;
/** Below this a bar and the gap beside it cannot be told apart. */
const STEP_MIN_PX = 6;
const NOTHING: Sums = { count: 0, open: 0, resolved: 0, supports: 0, households: 0 };

/**
 * Query of the bars: every filter but the time, which is what the bars choose. A week can lie in two months, so both are
 * asked for, and the same answer makes bars of weeks, months or years.
 */
export function timelineQuery(filter: Filter): string {
  const params = filterParams({ ...filter, from: null, to: null });
  params.set('by', 'month,week');
  return params.toString();
}

/** Bars of an answer to `timelineQuery`, as fine as fit the width (px); the last one holds `today`, or the newest report. */
export function makeTimeline(groups: readonly Group[], width: number, today: string): Timeline {
  const weeks = groups.map(({ week = '' }) => week).sort();
  const enough = binAfter(binStart(today, 'week'), 'week', 1 - WEEKS_MIN);
  const first = least(weeks[0] ?? enough, enough);
  const last = weeks.at(-1) ?? today;
  const until = last > today ? last : today;
  const unit = UNITS.find((unit) => binStarts(first, until, unit).length * STEP_MIN_PX <= width) ?? 'year';
  // The Monday before the first report can lie in a month that has none.
  const months = unit === 'week' ? [] : groups.map(({ month = '' }) => `${month}-01`).sort();
  const starts = binStarts(least(months[0] ?? first, unit === 'week' ? first : enough), until, unit);
  const sums = new Map<string, Sums>();
  for (const group of groups) {
    const start = unit === 'week' ? group.week! : binStart(`${group.month!}-01`, unit);
    sums.set(start, plus(sums.get(start) ?? NOTHING, group));
  }
  return {
    unit,
    bins: starts.map((start) => ({ start, end: binAfter(start, unit), ...(sums.get(start) ?? NOTHING) })),
  };
}

/** Sums of the bins that start in [from, to); a null is open. Exact where both are edges of bins. */
export function sumOver(bins: readonly Bin[], from: string | null, to: string | null): Sums {
  return bins
    .filter(({ start }) => (from === null || start >= from) && (to === null || start < to))
    .reduce<Sums>(plus, NOTHING);
}

function plus(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    open: a.open + b.open,
    resolved: a.resolved + b.resolved,
    supports: a.supports + b.supports,
    households: a.households + b.households,
  };
}

function least(a: string, b: string): string {
  return a < b ? a : b;
}
