import { STATUSES, STATUSES_HIDDEN_BY_DEFAULT } from '../../contract/enums.ts';
import type { Groups } from './group-sums.ts';
import { medianOf, medians } from './median.ts';

const IS_RESOLVED = STATUSES.map((status) => Number(status === 'resolved'));
const IS_OPEN = STATUSES.map((status) => Number(status !== 'resolved' && !STATUSES_HIDDEN_BY_DEFAULT.includes(status)));

/** Sums of a set of reports. */
export interface Measures {
  count: number;
  supports: number;
  /** Sum of the households named. */
  households: number;
  /** Reports that are new, verified or in progress. */
  open: number;
  resolved: number;
  /** Median of the calendar days (Asia/Bishkek) from report to resolution; null where none is resolved. */
  medianDays: number | null;
}

/** Measures column by column, for ascending keys. */
export interface FoldedGroups {
  keys: Float64Array;
  count: Float64Array;
  supports: Float64Array;
  households: Float64Array;
  open: Float64Array;
  resolved: Float64Array;
  /** NaN where none is resolved. */
  medianDays: Float64Array;
}

const NONE = new Float64Array();
/** Of nothing that was grouped. */
export const NO_GROUPS: FoldedGroups = {
  keys: NONE,
  count: NONE,
  supports: NONE,
  households: NONE,
  open: NONE,
  resolved: NONE,
  medianDays: NONE,
};

/**
 * Adds up the groups that are shown under the same key.
 *
 * @param statuses number of each group's status among STATUSES
 * @param shown key of each group; `groups.keys` itself when all are shown apart
 */
export function foldGroups(groups: Groups, statuses: Uint8Array, shown: Float64Array): FoldedGroups {
  const apart = shown === groups.keys;
  const keys = apart ? shown : distinct(shown);
  const to = new Int32Array(shown.length);
  for (let group = 0; group < to.length; group++) to[group] = apart ? group : placeOf(keys, shown[group]!);
  const column = () => new Float64Array(keys.length);
  const [count, supports, households, open, resolved] = [column(), column(), column(), column(), column()];
  for (let group = 0; group < to.length; group++) {
    const at = to[group]!;
    const reports = groups.counts[group]!;
    count[at]! += reports;
    supports[at]! += groups.supports[group]!;
    households[at]! += groups.households[group]!;
    open[at]! += reports * IS_OPEN[statuses[group]!]!;
    resolved[at]! += reports * IS_RESOLVED[statuses[group]!]!;
  }
  const groupsOfDays = apart ? groups.resolvedGroups : groups.resolvedGroups.slice();
  if (!apart) for (let i = 0; i < groupsOfDays.length; i++) groupsOfDays[i] = to[groupsOfDays[i]!]!;
  const medianDays = medians(keys.length, groupsOfDays, groups.resolvedDays);
  return { keys, count, supports, households, open, resolved, medianDays };
}

/** The groups all together. */
export function foldAll(groups: Groups, statuses: Uint8Array): Measures {
  const total = { count: 0, supports: 0, households: 0, open: 0, resolved: 0 };
  for (let group = 0; group < statuses.length; group++) {
    const reports = groups.counts[group]!;
    total.count += reports;
    total.supports += groups.supports[group]!;
    total.households += groups.households[group]!;
    total.open += reports * IS_OPEN[statuses[group]!]!;
    total.resolved += reports * IS_RESOLVED[statuses[group]!]!;
  }
  return { ...total, medianDays: medianOf(groups.resolvedDays) };
}

/** The different values, ascending. */
function distinct(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  let length = 0;
  for (const value of sorted) if (length === 0 || value !== sorted[length - 1]) sorted[length++] = value;
  return sorted.subarray(0, length);
}

/** Where a value is among ascending ones. */
function placeOf(values: Float64Array, value: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
