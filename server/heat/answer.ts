import type { CatalogArea } from '../catalog/rules.ts';
import { HEAT_LIMITS, type HeatAnswer } from '../contract/analysis.ts';
import type { HeatWeight } from '../contract/enums.ts';
import { heatBands } from './rules.ts';
import type { PointsIn } from '../index/rules.ts';
import type { HeatAreaRow } from './store.ts';

/** Draws the bands of each area's reports. Pure; the method is in rules.ts. `points` in the order of `clips`. */
export function heatAnswer(
  { points, counts }: PointsIn,
  clips: readonly CatalogArea[],
  boundaries: readonly HeatAreaRow[],
  radius: number,
  weight: HeatWeight,
): HeatAnswer {
  const limits = HEAT_LIMITS[weight];
  const features = clips.flatMap((clip, index) => {
    const boundary = boundaries.find((row) => row.id === clip.id);
    const { lng, lat, ...weights } = points[index]!;
    if (!boundary || lng.length === 0) return [];
    return heatBands({
      area: { code: clip.code, geometry: boundary.geometry },
      points: { lng, lat, ...(weight === 'reports' ? {} : { weight: weights[weight] }) },
      radiusMetres: radius,
      limits,
    }).map(({ geometry, ...band }) => ({
      type: 'Feature' as const,
      geometry,
      properties: { area: band.area, step: limits.indexOf(band.min) + 1, min: band.min, max: band.max },
    }));
  });
  return {
    type: 'FeatureCollection',
    radius,
    weight,
    unit: `${weight} per hectare`,
    limits: [...limits],
    reports: counts,
    features: features as HeatAnswer['features'],
  };
}
