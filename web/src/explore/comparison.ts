/** Two settlements beside each other, each by its own figures under the same filters. */
import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import { settlementRate } from './area-values.ts';
import type { AreaCounts } from './area-values.ts';
import { countAreas } from './statistics.ts';

/** The figures of one side. */
export interface Side {
  code: string;
  count: number;
  resolved: number;
  /** Resolved of all, 0..1; null of nothing. */
  share: number | null;
  /** Reports per 100 households; null where their number is not known. */
  rate: number | null;
  /** Calendar days from report to resolution; null where none is resolved. */
  medianDays: number | null;
  categories: ReadonlyMap<string, number>;
}

/** A category's part in the reports of each side, 0..1. */
export interface ShareRow {
  category: string;
  counts: [number, number];
  shares: [number, number];
}

/** The two settlements that a choice of areas means: the first two of them, made up from the others. Null: there is no pair. */
export function pairOf(chosen: readonly string[], settlements: readonly string[]): [string, string] | null {
  const wanted = [...chosen.filter((code) => settlements.includes(code)), ...settlements];
  const [left, right] = [...new Set(wanted)];
  return left !== undefined && right !== undefined ? [left, right] : null;
}

/** The pair with another settlement on one side (0 or 1); the one that stands on the other side changes places with it. */
export function withSide([left, right]: [string, string], side: number, code: string): [string, string] {
  if (side === 0) return code === right ? [right, left] : [code, right];
  return code === left ? [right, left] : [left, code];
}

/** A side from its statistics by category and by area. */
export function sideOf(
  code: string,
  byCategory: StatisticsAnswer,
  byArea: StatisticsAnswer,
  areas: readonly AreaFeature[],
): Side {
  const { count, resolved, medianDays } = byCategory.total;
  const counts: AreaCounts['counts'] = countAreas(byArea, areas);
  const area = areas.find(({ properties }) => properties.code === code);
  return {
    code,
    count,
    resolved,
    share: count > 0 ? resolved / count : null,
    rate: area ? settlementRate(area, areas, counts) : null,
    medianDays,
    categories: new Map(byCategory.groups.map((group) => [group.category ?? '', group.count])),
  };
}

/** Every category that one of the sides has, those with the greatest parts first. */
export function shareRows(sides: readonly [Side, Side]): ShareRow[] {
  const codes = new Set(sides.flatMap((side) => [...side.categories.keys()]));
  const rows = [...codes].map((category): ShareRow => {
    const counts = sides.map((side) => side.categories.get(category) ?? 0) as [number, number];
    const shares = counts.map((count, i) => (count > 0 ? count / sides[i]!.count : 0)) as [number, number];
    return { category, counts, shares };
  });
  const sum = ({ shares: [left, right] }: ShareRow): number => left + right;
  return rows.sort((a, b) => sum(b) - sum(a) || a.category.localeCompare(b.category));
}
