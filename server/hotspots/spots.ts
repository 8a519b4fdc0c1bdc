import { HOTSPOT_TOP_CATEGORIES, HOTSPOTS_MAX, type HotspotsAnswer } from '../contract/analysis.ts';
import {
  localProjection,
  MAX_CENTRE_LATITUDE_DEGREES,
  toDegrees,
  toMetres,
  type LocalProjection,
} from '../geo/project.ts';
import { roundedPlace } from '../geo/rounding.ts';
import type { PointColumns } from '../index/rules.ts';
import { clusterSteps, NOISE } from './clusters.ts';
import { GrowingHull, outlineOf } from './outline.ts';
import { rankIn, type Ranked } from './ranking.ts';

/** The ring is drawn half a radius around the places: two clusters that do not touch have rings that mostly do not. */
const MARGIN_PER_RADIUS = 0.5;
/** Points looked at between two pauses. */
const STEP_POINTS = 4096;

type Feature = HotspotsAnswer['features'][number];
/** A hot spot without its rank. */
export type Spot = Omit<Feature, 'properties'> & { properties: Omit<Feature['properties'], 'rank'> };

/** Places on a plane; points that follow each other at the same place are one. */
interface SiteColumns {
  siteOf: Int32Array;
  x: Float64Array;
  y: Float64Array;
  count: Int32Array;
}

/** A cluster whose sums are known, but not its shape. */
interface Sum extends Ranked {
  cluster: number;
  labelPoint: [number, number];
}

/** The largest hot spots of one area's points, and how many there are. Pauses after every fraction of a millisecond. */
export function* spotsOf(
  points: PointColumns,
  area: string,
  categoryOf: (slot: number) => string,
  radius: number,
  minimum: number,
): Generator<void, { found: number; spots: Spot[] }> {
  if (points.lng.length < minimum) return { found: 0, spots: [] };
  const projection = planeOf(points);
  yield;
  const sites = yield* sitesOf(points, projection);
  const clusters = yield* clusterSteps(sites, radius, minimum);
  const { found, first } = yield* sumsOf(points, sites, clusters, projection);
  const shapes = yield* shapesOf(points, sites, clusters, first);
  const spots: Spot[] = [];
  for (const [at, { cluster: _, ...sums }] of first.entries()) {
    const { hull, classes } = shapes[at]!;
    const ring = outlineOf(hull.hull(), radius * MARGIN_PER_RADIUS).map(([x, y]) => degrees(projection, x, y));
    spots.push({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
      properties: { area, ...sums, categories: topCategories(classes, categoryOf) },
    });
    yield;
  }
  return { found, spots };
}

/** A flat map around the middle of the points. */
function planeOf({ lng, lat }: PointColumns): LocalProjection {
  const middle = (column: Float64Array) => {
    let [least, most] = [Infinity, -Infinity];
    for (const value of column) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return (least + most) / 2;
  };
  return localProjection(
    middle(lng),
    Math.min(Math.max(middle(lat), -MAX_CENTRE_LATITUDE_DEGREES), MAX_CENTRE_LATITUDE_DEGREES),
  );
}

/** Coarse reports lie at the centre of their cell, many at each; in the order of the index they follow each other. */
function* sitesOf({ lng, lat }: PointColumns, projection: LocalProjection): Generator<void, SiteColumns> {
  const length = lng.length;
  const siteOf = new Int32Array(length);
  const [x, y, count] = [new Float64Array(length), new Float64Array(length), new Int32Array(length)];
  let site = -1;
  for (let point = 0; point < length; point++) {
    if (point === 0 || lng[point] !== lng[point - 1] || lat[point] !== lat[point - 1]) {
      site++;
      [x[site], y[site]] = toMetres(projection, lng[point]!, lat[point]!);
    }
    count[site]!++;
    siteOf[point] = site;
    if (point % STEP_POINTS === 0) yield;
  }
  const end = site + 1;
  return { siteOf, x: x.subarray(0, end), y: y.subarray(0, end), count: count.subarray(0, end) };
}

/** Sums of every cluster, and the first of the ranking. */
function* sumsOf(
  points: PointColumns,
  { siteOf, x, y }: SiteColumns,
  clusters: Int32Array,
  projection: LocalProjection,
): Generator<void, { found: number; first: Sum[] }> {
  let found = 0;
  for (const cluster of clusters) if (cluster >= found) found = cluster + 1;
  yield;
  const [count, supports, households] = [new Float64Array(found), new Float64Array(found), new Float64Array(found)];
  const [east, north] = [new Float64Array(found), new Float64Array(found)];
  for (let point = 0; point < siteOf.length; point++) {
    if (point % STEP_POINTS === 0) yield;
    const site = siteOf[point]!;
    const cluster = clusters[site]!;
    if (cluster === NOISE) continue;
    count[cluster]!++;
    supports[cluster]! += points.supports[point]!;
    households[cluster]! += points.households[point]!;
    east[cluster]! += x[site]!;
    north[cluster]! += y[site]!;
  }
  const first: Sum[] = [];
  for (let cluster = 0; cluster < found; cluster++) {
    if (cluster % STEP_POINTS === 0) yield;
    const reports = count[cluster]!;
    const labelPoint = degrees(projection, east[cluster]! / reports, north[cluster]! / reports);
    const sum = { cluster, count: reports, supports: supports[cluster]!, households: households[cluster]!, labelPoint };
    rankIn(first, sum, HOTSPOTS_MAX);
  }
  return { found, first };
}

/** Of some clusters, in their order, where they lie and how many reports of each class they have. */
function* shapesOf(
  points: PointColumns,
  { siteOf, x, y }: SiteColumns,
  clusters: Int32Array,
  wanted: readonly Sum[],
): Generator<void, { hull: GrowingHull; classes: Map<number, number> }[]> {
  const shapes = wanted.map(() => ({ hull: new GrowingHull(), classes: new Map<number, number>() }));
  const numbers = new Map(wanted.map(({ cluster }, at) => [cluster, at]));
  let last = -1;
  for (let point = 0; point < siteOf.length; point++) {
    if (point % STEP_POINTS === 0) yield;
    const site = siteOf[point]!;
    const at = numbers.get(clusters[site]!);
    if (at === undefined) continue;
    const { hull, classes } = shapes[at]!;
    if (site !== last) hull.add(x[site]!, y[site]!);
    last = site;
    const slot = points.classes[point]!;
    classes.set(slot, (classes.get(slot) ?? 0) + 1);
  }
  return shapes;
}

function topCategories(
  classes: ReadonlyMap<number, number>,
  categoryOf: (slot: number) => string,
): { category: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [slot, count] of classes) counts.set(categoryOf(slot), (counts.get(categoryOf(slot)) ?? 0) + count);
  return [...counts]
    .map(([category, count]) => ({ category, count }))
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
    .slice(0, HOTSPOT_TOP_CATEGORIES);
}

function degrees(projection: LocalProjection, east: number, north: number): [number, number] {
  return roundedPlace(toDegrees(projection, east, north));
}
