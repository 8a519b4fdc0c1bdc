import type { Catalog, CatalogArea } from '../catalog/rules.ts';
import { HEAT_RADIUS_METRES, type HeatAnswer } from '../contract/analysis.ts';
import { HEAT_WEIGHTS, type HeatWeight } from '../contract/enums.ts';
import { listOf } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';
import { HEAT_LIMITS, heatBands } from './rules.ts';
import type { PointsIn } from '../index/rules.ts';
import type { HeatAreaRow } from './store.ts';

/** `?radius=` in metres; throws radius_out_of_range with the value. */
export function parseRadius(text: string | undefined): number {
  if (text === undefined) return HEAT_RADIUS_METRES.default;
  const metres = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(metres >= HEAT_RADIUS_METRES.min && metres <= HEAT_RADIUS_METRES.max)) {
    throw problem(
      'radius_out_of_range',
      `radius=${text.slice(0, 40)} is not ${HEAT_RADIUS_METRES.min} to ${HEAT_RADIUS_METRES.max} metres`,
      {
        errors: [{ path: 'radius', code: 'radius_out_of_range' }],
      },
    );
  }
  return metres;
}

/** `?weight=`; throws invalid_input with the value. */
export function parseWeight(text: string | undefined): HeatWeight {
  if (text === undefined) return 'reports';
  if ((HEAT_WEIGHTS as readonly string[]).includes(text)) return text as HeatWeight;
  throw problem('invalid_input', `weight=${text.slice(0, 40)}`, {
    errors: [{ path: 'weight', code: 'unknown_value' }],
  });
}

/** The areas heat is clipped to: those of the filter, without parts of one another; every settlement when it names none. */
export function clipAreas(areaFilter: string | undefined, catalog: Catalog): CatalogArea[] {
  const codes = listOf(areaFilter ?? '').filter((code) => code !== 'none');
  const named = codes.map((code) => catalog.areas.get(code)).filter((area) => area !== undefined);
  if (listOf(areaFilter ?? '').length === 0)
    return [...catalog.areas.values()].filter((area) => area.kind === 'settlement');
  return named.filter((area) => !named.some((other) => other !== area && other.idsWithin.includes(area.id)));
}

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
