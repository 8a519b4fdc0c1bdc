/**
 * Where the map gets its reports from, and in what shape it draws them: the one place that knows. Vector tiles can take
 * its part without anything else noticing.
 */
import type { Point } from 'geojson';
import { PAGE_LIMIT } from '../../../server/contract/reports.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { cellAround, contains } from './geometry.ts';
import type { Bounds } from './geometry.ts';
import type { AreaMarkProperties, MapReports, MarkProperties } from './picture.ts';

/** Up to this many reports are loaded once for the whole filter; above, only what is in view, from ZOOM_IN_VIEW on. */
export const WHOLE_SET_MAX = PAGE_LIMIT.max;
export const ZOOM_IN_VIEW = 14;

export interface LoadedReports {
  features: ReportFeature[];
  /** Whether every report in view is among them: false when the view is too wide for so many. */
  complete: boolean;
}

/**
 * The reports to draw for a filter of `total` reports. Too many for one page: those of the view when it is close
 * enough, else none, because heat says more than a thousand pins.
 */
export async function loadReports(
  filter: URLSearchParams,
  total: number,
  seen: { bounds: Bounds; zoom: number },
  signal: AbortSignal,
): Promise<LoadedReports> {
  if (total === 0) return { features: [], complete: true };
  const params = new URLSearchParams(filter);
  params.set('limit', String(WHOLE_SET_MAX));
  if (total > WHOLE_SET_MAX) {
    if (seen.zoom < ZOOM_IN_VIEW) return { features: [], complete: false };
    params.set('bbox', seen.bounds.map((degrees) => degrees.toFixed(5)).join(','));
  }
  const page = await api.reports(params, signal);
  return { features: page.features, complete: page.next === null };
}

/**
 * The marks of a set of reports. Those published at the very same point (coarse places share the centre of their cell)
 * become one mark with a count: pins on top of each other would hide all but one. Reports without a place have no mark.
 */
export function toMapReports(reports: readonly ReportFeature[]): MapReports {
  const places = new Map<string, ReportFeature[]>();
  const settlements = new Map<string, ReportFeature[]>();
  for (const report of reports) {
    if (report.geometry === null) continue;
    const { precision, area } = report.properties;
    if (precision === 'area') push(settlements, area ?? '', report);
    else push(places, report.geometry.coordinates.join(), report);
  }
  const marks = [...places.values()].map((here) => feature(here[0]!, markProperties(here)));
  const coarse = [...places.values()].filter((here) => here.some((r) => r.properties.precision === 'coarse'));
  return {
    marks: { type: 'FeatureCollection', features: marks },
    cells: {
      type: 'FeatureCollection',
      features: coarse.map((here) => ({
        type: 'Feature',
        geometry: cellAround(point(here[0]!).coordinates),
        properties: { n: here.length },
      })),
    },
    areaMarks: {
      type: 'FeatureCollection',
      features: [...settlements].map(([area, here]) =>
        feature<AreaMarkProperties>(here[0]!, { area, ids: ids(here), n: here.length }),
      ),
    },
  };
}

/** How many reports with a place of their own lie in the box. */
export function countInView(reports: MapReports, box: Bounds): number {
  let count = 0;
  for (const { geometry, properties } of reports.marks.features) {
    if (contains(box, geometry.coordinates)) count += properties.n;
  }
  return count;
}

function markProperties(here: readonly ReportFeature[]): MarkProperties {
  const { id, category, status, precision } = here[0]!.properties;
  const supports = Math.max(...here.map((report) => report.properties.supports));
  return { id, ids: ids(here), n: here.length, category, status, precision, supports };
}

function ids(here: readonly ReportFeature[]): string {
  return here.map((report) => report.properties.id).join(',');
}

function point(report: ReportFeature): Point {
  return report.geometry as Point;
}

function feature<P>(report: ReportFeature, properties: P) {
  return { type: 'Feature' as const, geometry: point(report), properties };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}
