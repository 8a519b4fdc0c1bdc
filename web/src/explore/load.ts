/** What the explore pages ask the server for. All throw ApiError, or the AbortError of the signal. */
import type { GridAnswer, HeatAnswer } from '../../../server/contract/analysis.ts';
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import { WITHIN_CORNERS_MAX } from '../../../server/contract/filters.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import type { Bounds } from '../map/geometry.ts';
import type { Density, MapReports } from '../map/picture.ts';
import { toMapReports, WHOLE_SET_MAX } from '../map/sources.ts';
import type { HeatWeight } from '../../../server/contract/enums.ts';
import type { TileStore } from '../map/tile-store.ts';
import type { AreaCounts } from './area-values.ts';
import { countAreas, countCategories, countStatuses, facetQueries, summarise, summaryQuery } from './statistics.ts';
import type { Facets, Summary } from './statistics.ts';
import { filterParams } from './url.ts';
import type { Filter, View } from './url.ts';

/** Half the edge of the box in which the reports at one place are looked for, degrees: about 5 m. */
const SAME_PLACE_DEGREES = 0.000_05;

export interface List {
  features: ReportFeature[];
  next: string | null;
}

export interface Marks {
  reports: MapReports;
  /** The reports behind them, as far as they are loaded one by one. */
  features: ReportFeature[];
  /** The view they were loaded for; null: all views. */
  seen: Bounds | null;
}

export async function getSummary(filter: Filter, signal: AbortSignal): Promise<Summary> {
  return summarise(await api.statistics(summaryQuery(filter), signal));
}

export async function getFacets(filter: Filter, areas: readonly AreaFeature[], signal: AbortSignal): Promise<Facets> {
  const queries = facetQueries(filter);
  const [area, category, status] = await Promise.all([
    api.statistics(queries.area, signal),
    api.statistics(queries.category, signal),
    api.statistics(queries.status, signal),
  ]);
  return { area: countAreas(area, areas), category: countCategories(category), status: countStatuses(status) };
}

export function getHeat(view: View, signal: AbortSignal): Promise<HeatAnswer> {
  const params = filterParams(view);
  params.set('radius', String(view.radius));
  params.set('weight', view.weight);
  return api.heat(params, signal);
}

export function getGrid(view: View, signal: AbortSignal): Promise<GridAnswer> {
  const params = filterParams(view);
  params.set('size', String(view.size));
  params.set('weight', view.weight);
  return api.grid(params, signal);
}

/** Counts by area, each with its parts, and of all. */
export async function getAreaCounts(
  filter: Filter,
  areas: readonly AreaFeature[],
  signal: AbortSignal,
): Promise<AreaCounts> {
  const params = filterParams(filter);
  params.set('by', 'area');
  const answer = await api.statistics(params, signal);
  return { total: answer.total.count, counts: countAreas(answer, areas) };
}

/** The newest reports of the filter: at least so many, if there are. */
export async function getList(filter: Filter, count: number, signal: AbortSignal): Promise<List> {
  const params = filterParams(filter);
  params.set('limit', String(Math.min(count, WHOLE_SET_MAX)));
  let { features, next } = await api.reports(params, signal);
  while (next && features.length < count) {
    const page = await api.nextPage(next, signal);
    features = [...features, ...page.features];
    next = page.next;
  }
  return { features, next };
}

/** Marks of all reports of the filter, of which there are no more than fit one page. */
export async function getAllMarks(filter: Filter, signal: AbortSignal): Promise<Marks> {
  const { features } = await getList(filter, WHOLE_SET_MAX, signal);
  return { reports: toMapReports(features), features, seen: null };
}

/** Keeper of tiles: comes with the first set of reports that is too large to be loaded one by one. */
export async function makeTileStore(): Promise<TileStore> {
  const { TileStore } = await import('../map/tile-store.ts');
  return new TileStore();
}

/** Marks around a view (box in degrees). */
export async function getMarksInView(
  tiles: TileStore,
  filter: Filter,
  seen: { bounds: Bounds; zoom: number },
  signal: AbortSignal,
): Promise<Marks> {
  const { loadTileReports } = await import('../map/tile-reports.ts');
  const reports = await loadTileReports(tiles, filterParams(filter), seen, signal);
  return { reports, features: [], seen: seen.bounds };
}

/** Density around a view (box in degrees). */
export async function getDensityInView(
  tiles: TileStore,
  filter: Filter,
  weight: HeatWeight,
  seen: { bounds: Bounds; zoom: number },
  signal: AbortSignal,
): Promise<Density> {
  const { loadTileDensity } = await import('../map/tile-density.ts');
  return loadTileDensity(tiles, filterParams(filter), weight, seen, signal);
}

/** The reports of the filter at a place, [longitude, latitude]; those beside it too. */
export async function getReportsAt(
  filter: Filter,
  [lng = 0, lat = 0]: readonly number[],
  signal: AbortSignal,
): Promise<ReportFeature[]> {
  const params = filterParams(filter);
  const reach = SAME_PLACE_DEGREES;
  const box = [lng - reach, lat - reach, lng + reach, lat + reach];
  params.set('bbox', box.map((degrees) => degrees.toFixed(6)).join(','));
  params.set('limit', String(WHOLE_SET_MAX));
  return (await api.reports(params, signal)).features;
}

/** The reports of the filter inside a ring of [longitude, latitude], those with a place of their own. */
export async function getReportsIn(
  filter: Filter,
  ring: readonly (readonly number[])[],
  signal: AbortSignal,
): Promise<ReportFeature[]> {
  const params = filterParams(filter);
  params.set('within', withinOf(ring));
  params.set('limit', String(WHOLE_SET_MAX));
  const { features } = await api.reports(params, signal);
  return features.filter(({ properties: { precision } }) => precision !== 'area');
}

/** A ring as the filter `within` takes it; of more corners than it takes, evenly left out. */
export function withinOf(ring: readonly (readonly number[])[]): string {
  const corners = ring.slice(0, -1);
  const step = Math.ceil(corners.length / WITHIN_CORNERS_MAX);
  return corners
    .filter((_, i) => i % step === 0)
    .map((corner) => corner.join())
    .join(';');
}
