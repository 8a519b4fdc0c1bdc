import { HOTSPOT_TOP_CATEGORIES, HOTSPOTS_MAX, type HotspotsAnswer } from '../contract/analysis.ts';
import { localProjection, toDegrees, toMetres, type LocalProjection } from '../geo/project.ts';
import { problem } from '../http/problem.ts';
import type { PointColumns, PointsIn } from '../index/rules.ts';
import { clustersOf, NOISE } from './clusters.ts';
import { outlineOf } from './outline.ts';

const PER_DEGREE = 1_000_000;
/** The ring is drawn half a radius around the places: two clusters that do not touch have rings that mostly do not. */
const MARGIN_PER_RADIUS = 0.5;
const LATITUDE_MAX = 85;

type Feature = HotspotsAnswer['features'][number];
/** A hot spot without its rank. */
type Spot = Omit<Feature, 'properties'> & { properties: Omit<Feature['properties'], 'rank'> };

/** A whole number of a query string, or the default; throws invalid_input with the value. */
export function parseMinimum(text: string | undefined, range: { min: number; max: number; default: number }): number {
  if (text === undefined) return range.default;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw problem('invalid_input', `minimum=${text.slice(0, 40)} is not ${range.min} to ${range.max} reports`, {
    errors: [{ path: 'minimum', code: 'out_of_range' }],
  });
}

/**
 * Hot spots of each area's points, the one of most reports first. Pure; the method is in clusters.ts. `points` in the order of
 * `codes`; `categoryOf` says what category a slot of `classes` is.
 */
export function hotspotsAnswer(
  { points, counts }: PointsIn,
  codes: readonly string[],
  categoryOf: (slot: number) => string,
  radius: number,
  minimum: number,
): HotspotsAnswer {
  const spots = codes.flatMap((code, at) => spotsOf(points[at]!, code, categoryOf, radius, minimum)).sort(byRank);
  return {
    type: 'FeatureCollection',
    radius,
    minimum,
    found: spots.length,
    reports: counts,
    features: spots
      .slice(0, HOTSPOTS_MAX)
      .map((spot, at) => ({ ...spot, properties: { rank: at + 1, ...spot.properties } })),
  };
}

/** Ties are broken by what people would name next, and at last by place, so that a number stays where it is. */
function byRank({ properties: a }: Spot, { properties: b }: Spot): number {
  return (
    b.count - a.count ||
    b.supports - a.supports ||
    b.households - a.households ||
    a.labelPoint[0]! - b.labelPoint[0]! ||
    a.labelPoint[1]! - b.labelPoint[1]!
  );
}

function spotsOf(
  points: PointColumns,
  area: string,
  categoryOf: (slot: number) => string,
  radius: number,
  minimum: number,
): Spot[] {
  if (points.lng.length < minimum) return [];
  const projection = planeOf(points);
  const { siteOf, x, y, count } = sitesOf(points, projection);
  const clusters = clustersOf({ x, y, count }, radius, minimum);
  const members = new Map<number, number[]>();
  for (let point = 0; point < siteOf.length; point++) {
    const cluster = clusters[siteOf[point]!]!;
    if (cluster === NOISE) continue;
    const list = members.get(cluster);
    if (list) list.push(point);
    else members.set(cluster, [point]);
  }
  return [...members.values()].map((list) => {
    const sites = [...new Set(list.map((point) => siteOf[point]!))].map((site) => [x[site]!, y[site]!] as const);
    const ring = outlineOf(sites, radius * MARGIN_PER_RADIUS).map(([east, north]) => degrees(projection, east, north));
    const sum = (column: ArrayLike<number>) => list.reduce((total, point) => total + column[point]!, 0);
    const mean = (column: readonly number[]) =>
      list.reduce((total, point) => total + column[siteOf[point]!]!, 0) / list.length;
    return {
      type: 'Feature' as const,
      geometry: { type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] },
      properties: {
        area,
        count: list.length,
        supports: sum(points.supports),
        households: sum(points.households),
        labelPoint: degrees(projection, mean(x), mean(y)),
        categories: topCategories(list.map((point) => categoryOf(points.classes[point]!))),
      },
    };
  });
}

/** A flat map around the middle of the points. */
function planeOf({ lng, lat }: PointColumns): LocalProjection {
  const middle = (column: Float64Array) => {
    let [least, most] = [Infinity, -Infinity];
    for (const value of column) [least, most] = [Math.min(least, value), Math.max(most, value)];
    return (least + most) / 2;
  };
  return localProjection(middle(lng), Math.min(Math.max(middle(lat), -LATITUDE_MAX), LATITUDE_MAX));
}

/** Points at the same place are one site: coarse reports lie at the centre of their cell, many at each. */
function sitesOf({ lng, lat }: PointColumns, projection: LocalProjection) {
  const known = new Map<number, Map<number, number>>();
  const siteOf = new Int32Array(lng.length);
  const [x, y, count]: [number[], number[], number[]] = [[], [], []];
  for (let point = 0; point < lng.length; point++) {
    let column = known.get(lng[point]!);
    if (!column) known.set(lng[point]!, (column = new Map<number, number>()));
    let site = column.get(lat[point]!);
    if (site === undefined) {
      column.set(lat[point]!, (site = x.length));
      const [east, north] = toMetres(projection, lng[point]!, lat[point]!);
      x.push(east);
      y.push(north);
      count.push(0);
    }
    count[site]!++;
    siteOf[point] = site;
  }
  return { siteOf, x, y, count };
}

function topCategories(categories: readonly string[]): { category: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .map(([category, count]) => ({ category, count }))
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
    .slice(0, HOTSPOT_TOP_CATEGORIES);
}

function degrees(projection: LocalProjection, east: number, north: number): [number, number] {
  const [lng, lat] = toDegrees(projection, east, north);
  return [Math.round(lng * PER_DEGREE) / PER_DEGREE, Math.round(lat * PER_DEGREE) / PER_DEGREE];
}
