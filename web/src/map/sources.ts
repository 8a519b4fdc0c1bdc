/** The reports a map draws one by one, and in what shape. More than fit one page come as tiles, see tile-reports. */
import type { Point } from 'geojson';
import { PAGE_LIMIT } from '../../../server/contract/reports.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { cellAround, contains } from './geometry.ts';
import type { Bounds } from './geometry.ts';
import type { AreaMarkProperties, MapReports, MarkProperties } from './picture.ts';

/** Up to this many reports are loaded once for the whole filter; above, tiles say what is in view. */
export const WHOLE_SET_MAX = PAGE_LIMIT.max;
/** Below this many in view the reports themselves are shown, not their density. */
export const FEW = 30;

/** As much of a report as its mark shows. */
export interface Drawn {
  geometry: ReportFeature['geometry'];
  properties: Pick<ReportFeature['properties'], 'area' | 'category' | 'id' | 'precision' | 'status' | 'supports'>;
}

/**
 * The marks of a set of reports. Those published at the very same point (coarse places share the centre of their cell)
 * become one mark with a count: pins on top of each other would hide all but one. Reports without a place have no mark.
 */
export function toMapReports(reports: readonly Drawn[]): MapReports {
  const places = new Map<string, Drawn[]>();
  const settlements = new Map<string, Drawn[]>();
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

function markProperties(here: readonly Drawn[]): MarkProperties {
  const { id, category, status, precision } = here[0]!.properties;
  const supports = Math.max(...here.map((report) => report.properties.supports));
  return { id, ids: ids(here), n: here.length, category, status, precision, supports };
}

function ids(here: readonly Drawn[]): string {
  return here.map((report) => report.properties.id).join(',');
}

function point(report: Drawn): Point {
  return report.geometry as Point;
}

function feature<P>(report: Drawn, properties: P) {
  return { type: 'Feature' as const, geometry: point(report), properties };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}
