import { HEAT_LIMITS, type GridAnswer } from '../contract/analysis.ts';
import type { HeatWeight } from '../contract/enums.ts';
import { cornerPlace, hexagonArea, hexagonCorners, type Hexagon } from '../geo/hexagon.ts';
import { roundedPlace } from '../geo/rounding.ts';
import { fromUtm } from '../geo/utm.ts';
import type { CountsIn, HexagonCount } from '../index/rules.ts';

const SQUARE_METRES_PER_HECTARE = 10_000;

type GridFeature = GridAnswer['features'][number];

/**
 * Lower limits of the seven steps for hexagons of a size in metres. The first is 1, so that nothing counted is hidden; the
 * others are where heat changes its step, in whole reports (supports, households) a hexagon of this size: the same colour
 * means about the same density on both maps, and never depends on the data.
 */
export function gridLimits(size: number, weight: HeatWeight): number[] {
  const hectares = hexagonArea(size) / SQUARE_METRES_PER_HECTARE;
  const limits: number[] = [];
  for (const [step, perHectare] of HEAT_LIMITS[weight].entries()) {
    const above = (limits[step - 1] ?? 0) + 1;
    limits.push(step === 0 ? 1 : Math.max(above, Math.round(perHectare * hectares)));
  }
  return limits;
}

/** The hexagons as GeoJSON, in the order given. Pure. */
export function gridAnswer(
  { hexagons, counts }: { hexagons: readonly HexagonCount[]; counts: CountsIn },
  size: number,
  weight: HeatWeight,
): GridAnswer {
  const limits = gridLimits(size, weight);
  const polygon = polygons(size);
  const features = hexagons.map((hexagon): GridFeature => {
    const { column, row, count, supports, households } = hexagon;
    const value = { reports: count, supports, households }[weight];
    return {
      type: 'Feature',
      id: `${size}:${column}:${row}`,
      geometry: polygon(hexagon),
      properties: { count, supports, households, step: stepOf(value, limits) },
    };
  });
  return {
    type: 'FeatureCollection',
    size,
    weight,
    unit: `${weight} per hexagon`,
    limits,
    reports: counts,
    features,
  };
}

/** 1 for the palest step; 0 below the first limit: a hexagon whose reports nobody supports, say. */
function stepOf(value: number, limits: readonly number[]): number {
  let step = 0;
  while (step < limits.length && value >= limits[step]!) step++;
  return step;
}

/** Draws hexagons in degrees; corners of neighbours are computed once, and are therefore equal. */
function polygons(size: number): (hexagon: Hexagon) => GridFeature['geometry'] {
  const known = new Map<number, Map<number, [number, number]>>();
  const placeOf = ([east, north]: [number, number]): [number, number] => {
    let column = known.get(east);
    if (!column) known.set(east, (column = new Map<number, [number, number]>()));
    let place = column.get(north);
    if (!place) column.set(north, (place = roundedPlace(fromUtm(...cornerPlace(size, [east, north])))));
    return place;
  };
  return (hexagon) => {
    const ring = hexagonCorners(hexagon).map(placeOf);
    return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
  };
}
