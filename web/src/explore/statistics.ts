import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import { STATUSES } from '../../../server/contract/enums.ts';
import { filterParams, NO_AREA } from './url.ts';
import type { Filter } from './url.ts';

/** The figures of a filter. */
export interface Summary {
  total: number;
  inProgress: number;
  /** New, verified or in progress. */
  open: number;
  resolved: number;
  supports: number;
  /** Sum of the households that were named. */
  households: number;
  /** Calendar days from report to resolution; null where none is resolved. */
  medianDays: number | null;
  /** Most reports first. */
  byCategory: Ranked[];
}

/** A category of the ranking. */
export interface Ranked {
  category: string;
  count: number;
  resolved: number;
}

/** Figures of a time that is being chosen, and the filter they are of: shown until the server's own are there. */
export interface Draft {
  of: string;
  /** False once it is the filter. */
  live: boolean;
  /** null: not known, because an end lies within a bar. */
  figures: Pick<Summary, 'total' | 'open' | 'resolved' | 'supports' | 'households'> | null;
}

/** How many reports each choice of a filter would show, everything else staying as it is. */
export interface Facets {
  area: Map<string, number>;
  category: Map<string, number>;
  status: Map<string, number>;
}

/** Query of the figures: one request for total, statuses and ranking. */
export function summaryQuery(filter: Filter): string {
  const params = filterParams(filter);
  params.set('by', 'category,status');
  return params.toString();
}

export function summarise(answer: StatisticsAnswer): Summary {
  const categories = new Map<string, Ranked>();
  let inProgress = 0;
  for (const { category = '', status, count, resolved } of answer.groups) {
    const ranked = categories.get(category) ?? { category, count: 0, resolved: 0 };
    categories.set(category, { category, count: ranked.count + count, resolved: ranked.resolved + resolved });
    if (status === 'in_progress') inProgress += count;
  }
  const { count: total, open, resolved, supports, households, medianDays } = answer.total;
  return {
    total,
    inProgress,
    open,
    resolved,
    supports,
    households,
    medianDays,
    byCategory: [...categories.values()].sort((a, b) => b.count - a.count || a.category.localeCompare(b.category)),
  };
}

/** Queries of the counts beside the choices: each leaves its own dimension open. */
export function facetQueries(filter: Filter): Record<keyof Facets, string> {
  const query = (open: Partial<Filter>, by: string): string => {
    const params = filterParams({ ...filter, ...open });
    params.set('by', by);
    return params.toString();
  };
  return {
    area: query({ area: [] }, 'area'),
    category: query({ category: [] }, 'category,kind'),
    // Without a status the server leaves some out; the counts beside them must still be right.
    status: query({ status: [...STATUSES] }, 'status'),
  };
}

/** Counts by area code; a settlement has those of its quarters too, NO_AREA those outside every one. */
export function countAreas(answer: StatisticsAnswer, areas: readonly AreaFeature[]): Map<string, number> {
  const parents = new Map(areas.map(({ properties }) => [properties.code, properties.parent]));
  const counts = new Map<string, number>();
  for (const { area = null, count } of answer.groups) {
    if (area === null) counts.set(NO_AREA, (counts.get(NO_AREA) ?? 0) + count);
    const seen = new Set<string>();
    for (let code: string | null = area; code !== null && !seen.has(code); code = parents.get(code) ?? null) {
      seen.add(code);
      counts.set(code, (counts.get(code) ?? 0) + count);
    }
  }
  return counts;
}

/** Counts by category and by kind; their codes never collide. */
export function countCategories(answer: StatisticsAnswer): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { category, kind, count } of answer.groups) {
    for (const code of [category, kind]) if (code) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return counts;
}

export function countStatuses(answer: StatisticsAnswer): Map<string, number> {
  return new Map(answer.groups.map(({ status = '', count }) => [status, count]));
}
