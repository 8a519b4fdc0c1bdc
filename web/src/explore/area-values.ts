/** The numbers of a choropleth: one for each area, on limits that never follow the data. */
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import { NO_AREA } from './url.ts';
import type { View } from './url.ts';

/** Lower limits of the steps, palest first; the same for every filter and map, so that two maps compare. */
export const LIMITS = {
  /** Reports per 100 households. */
  rate: [0, 3, 5, 7, 10, 14],
  /** Reports. */
  count: [0, 10, 30, 100, 300, 1000],
} as const;
/** Step of an area whose number is not known. */
export const UNKNOWN = 0;
const RATE_HOUSEHOLDS = 100;

export interface AreaCounts {
  total: number;
  /** By area code, parts included; NO_AREA: outside every settlement. */
  counts: ReadonlyMap<string, number>;
}

export interface AreaValue {
  area: AreaFeature;
  count: number;
  /** Reports per 100 households; null where their number is not known. */
  rate: number | null;
  /** 1 is the palest, UNKNOWN has none. */
  step: number;
}

/** What a choropleth shows, and all that its legend has to say. */
export interface AreaSheet {
  level: NonNullable<View['level']>;
  measure: NonNullable<View['measure']>;
  /** Whether there is a choice at all. */
  levels: boolean;
  measures: boolean;
  values: AreaValue[];
  /** Reports of the filter, and those of them in the areas shown. */
  total: number;
  inAreas: number;
  /** Outside every settlement. */
  outside: number;
  /** In a settlement, but in none of its quarters: mostly known by the settlement only. */
  unplaced: number;
}

/** Step (1 is the palest) of a value that is not below the first limit. */
export function stepOf(value: number, limits: readonly number[]): number {
  return Math.max(limits.findLastIndex((limit) => value >= limit) + 1, 1);
}

/** Reports per 100 households; null when their number is not known. */
export function rateOf(count: number, households: number | null): number | null {
  return households !== null && households > 0 ? (count / households) * RATE_HOUSEHOLDS : null;
}

/**
 * Reports per 100 households of an area. Where only quarters of a settlement have a number of households, these alone are
 * counted, reports and households both. Null when nothing is known.
 */
export function settlementRate(
  { properties: { code, households } }: AreaFeature,
  areas: readonly AreaFeature[],
  counts: AreaCounts['counts'],
): number | null {
  const countOf = (of: string): number => counts.get(of) ?? 0;
  if (households !== null) return rateOf(countOf(code), households);
  const known = areas.filter(({ properties }) => properties.parent === code && properties.households !== null);
  const sum = (of: (area: AreaFeature) => number): number => known.reduce((total, area) => total + of(area), 0);
  return rateOf(
    sum(({ properties }) => countOf(properties.code)),
    sum(({ properties }) => properties.households ?? 0),
  );
}

/** The choropleth of a view. A settlement's number includes its quarters and what is known by settlement only. */
export function areaSheet(
  view: Pick<View, 'area' | 'level' | 'measure'>,
  areas: readonly AreaFeature[],
  { total, counts }: AreaCounts,
): AreaSheet {
  const quarters = areas.some(({ properties }) => properties.kind === 'quarter');
  const level = quarters && view.level !== 'settlement' ? 'quarter' : 'settlement';
  const shown = areasAt(level, areas, view.area);
  const measures = shown.some((area) => settlementRate(area, areas, counts) !== null);
  const measure = measures && view.measure !== 'count' ? 'rate' : 'count';
  const values = shown.map((area): AreaValue => {
    const count = counts.get(area.properties.code) ?? 0;
    const rate = settlementRate(area, areas, counts);
    const value = measure === 'rate' ? rate : count;
    return { area, count, rate, step: value === null ? UNKNOWN : stepOf(value, LIMITS[measure]) };
  });
  const inAreas = values.reduce((sum, { count }) => sum + count, 0);
  const outside = counts.get(NO_AREA) ?? 0;
  const unplaced = Math.max(total - inAreas - outside, 0);
  return { level, measure, levels: quarters, measures, values, total, inAreas, outside, unplaced };
}

/**
 * Areas of a level that cover the chosen ones (all without a choice) and never overlap: a settlement without quarters
 * stands for itself.
 */
function areasAt(level: AreaSheet['level'], areas: readonly AreaFeature[], chosen: readonly string[]): AreaFeature[] {
  const byCode = new Map(areas.map((area) => [area.properties.code, area]));
  const parents = new Set(areas.filter((a) => a.properties.kind === 'quarter').map((a) => a.properties.parent));
  const within = ({ properties }: AreaFeature): boolean =>
    chosen.includes(properties.code) ||
    (properties.parent !== null && byCode.has(properties.parent) && within(byCode.get(properties.parent)!));
  const all = chosen.every((code) => !byCode.has(code));
  const inView = areas.filter((area) => all || within(area));
  const leaf = ({ properties: { kind, code } }: AreaFeature): boolean =>
    kind === 'quarter' || (kind === 'settlement' && !parents.has(code));
  const found = inView.filter((area) => (level === 'quarter' ? leaf(area) : area.properties.kind === 'settlement'));
  // A single quarter that was chosen is no settlement, but it is what is looked at.
  return found.length > 0 ? found : inView.filter(leaf);
}
