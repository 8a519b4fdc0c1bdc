/** Where a place lies: plain geometry in degrees WGS 84, [longitude, latitude]. */
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import { METRES_PER_DEGREE_LATITUDE } from '../map/geometry.ts';

export interface LngLat {
  lng: number;
  lat: number;
}

type Ring = readonly (readonly number[])[];

/** Even-odd rule: a ray to the east crosses the ring an odd number of times. */
function insideRing(ring: Ring, { lng, lat }: LngLat): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i]!;
    const [xj = 0, yj = 0] = ring[j]!;
    if (yi > lat !== yj > lat && lng < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The first of the areas that holds the place, or null: outside all of them is a place like any other. */
export function areaAt(areas: readonly AreaFeature[], place: LngLat): AreaFeature | null {
  return (
    areas.find((area) =>
      area.geometry.coordinates.some(
        ([outer, ...holes]) => outer && insideRing(outer, place) && !holes.some((hole) => insideRing(hole, place)),
      ),
    ) ?? null
  );
}

/** Distance in metres; flat, which errs by less than 0.1 % over the few hundred metres asked for here. */
export function metresBetween(a: LngLat, b: LngLat): number {
  const middle = ((a.lat + b.lat) / 2) * (Math.PI / 180);
  return Math.hypot((a.lng - b.lng) * Math.cos(middle), a.lat - b.lat) * METRES_PER_DEGREE_LATITUDE;
}

/** Side of the squares in which neighbours are asked for, in degrees: about a kilometre. */
const SQUARE_DEGREES = 0.01;
/** Added around a square, so that a place at its edge still sees neighbours on all sides. */
const MARGIN_DEGREES = 0.004;

/**
 * The bounding box `west,south,east,north` to ask for around a place. It is the same for every place in its square of a
 * kilometre, so that the question does not say where somebody's home is, and is asked once while the map moves.
 */
export function neighbourhood({ lng, lat }: LngLat): string {
  const floor = (value: number): number => Math.floor(value / SQUARE_DEGREES) * SQUARE_DEGREES;
  const [west, south] = [floor(lng), floor(lat)];
  return [west, south, west + SQUARE_DEGREES, south + SQUARE_DEGREES]
    .map((edge, index) => (edge + (index < 2 ? -MARGIN_DEGREES : MARGIN_DEGREES)).toFixed(3))
    .join(',');
}
