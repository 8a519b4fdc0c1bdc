/** Reports around the pin, as the map of the first step draws them. */
import type { ReportFeature } from '../../../server/contract/reports.ts';
import type { MapReports } from '../map/picture.ts';
import { toMapReports } from '../map/sources.ts';
import { metresBetween } from './place.ts';
import type { LngLat } from './place.ts';

/** So near that it may be the same problem, in metres. */
const NEAR_METRES = 200;

/** Only those with a place of their own: a settlement's hexagon would say nothing here. */
export function neighbourMarks(reports: readonly ReportFeature[]): MapReports {
  return toMapReports(reports.filter(({ properties }) => properties.precision !== 'area'));
}

/** How many of the reports lie near the place; those known by their settlement only lie nowhere. */
export function countNear(reports: readonly ReportFeature[], place: LngLat): number {
  return reports.filter(({ geometry, properties }) => {
    const [lng, lat] = geometry?.coordinates ?? [];
    return (
      properties.precision !== 'area' &&
      lng !== undefined &&
      lat !== undefined &&
      metresBetween({ lng, lat }, place) <= NEAR_METRES
    );
  }).length;
}
