import type { MultiPolygon, Point, Polygon, Position } from 'geojson';

/** west, south, east, north in degrees WGS 84. */
export type Bounds = [number, number, number, number];

/** Of the sphere that Web Mercator is made of, along a meridian. */
export const METRES_PER_DEGREE_LATITUDE = 111_195;
/** Edge of the cells that coarse places are published at, see the published precision. */
const CELL_METRES = 100;
/** Central meridian of EPSG:32643, in whose metres the cells lie. */
const GRID_MERIDIAN_DEGREES = 75;

function positions(geometry: Point | Polygon | MultiPolygon): Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
}

/** The smallest box around the geometries, null when there are none. Never crosses the antimeridian. */
export function boundsOf(geometries: readonly (Point | Polygon | MultiPolygon)[]): Bounds | null {
  let bounds: Bounds | null = null;
  for (const [lng = 0, lat = 0] of geometries.flatMap(positions)) {
    bounds ??= [lng, lat, lng, lat];
    bounds[0] = Math.min(bounds[0], lng);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lng);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}

export function contains([west, south, east, north]: Bounds, [lng = NaN, lat = NaN]: readonly number[]): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north;
}

/** Whether two boxes share at least a point. */
export function intersects(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** The box around both. */
export function unionOf(a: Bounds, b: Bounds): Bounds {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** The box with a share of its own edges more on each side. */
export function grown([west, south, east, north]: Bounds, share: number): Bounds {
  const [x, y] = [(east - west) * share, (north - south) * share];
  return [west - x, south - y, east + x, north + y];
}

/** Everything but the geometries: the world with their outer rings as holes. Their own holes stay uncovered. */
export function outside(geometries: readonly MultiPolygon[]): Polygon {
  const world: Position[] = [
    [-180, -85],
    [180, -85],
    [180, 85],
    [-180, 85],
    [-180, -85],
  ];
  return { type: 'Polygon', coordinates: [world, ...geometries.flatMap((g) => g.coordinates.map((p) => p[0] ?? []))] };
}

/** The corner furthest to the north-east: beside it an area's name stands outside and covers nothing inside. */
export function nameCorner(geometry: MultiPolygon): Position {
  const all = positions(geometry);
  let best: Position = all[0] ?? [0, 0];
  let furthest = -Infinity;
  // A degree of longitude is this much shorter than one of latitude; the same for all corners, or it would decide.
  const shrink = Math.cos(((best[1] ?? 0) * Math.PI) / 180);
  for (const position of all) {
    const [lng = 0, lat = 0] = position;
    const reach = lng * shrink + lat;
    if (reach > furthest) [furthest, best] = [reach, position];
  }
  return best;
}

/**
 * The 100 m cell around a coarse report's point (degrees). The cells lie square in EPSG:32643, which is turned against
 * north by the meridian convergence, (lng - 75°) sin lat; over one cell nothing else of the projection shows.
 */
export function cellAround([lng = 0, lat = 0]: readonly number[]): Polygon {
  const turn = (((lng - GRID_MERIDIAN_DEGREES) * Math.PI) / 180) * Math.sin((lat * Math.PI) / 180);
  const metresPerDegreeLongitude = METRES_PER_DEGREE_LATITUDE * Math.cos((lat * Math.PI) / 180);
  const half = CELL_METRES / 2;
  const corner = (x: number, y: number): Position => [
    lng + (x * Math.cos(turn) + y * Math.sin(turn)) / metresPerDegreeLongitude,
    lat + (y * Math.cos(turn) - x * Math.sin(turn)) / METRES_PER_DEGREE_LATITUDE,
  ];
  const ring = [corner(-half, -half), corner(half, -half), corner(half, half), corner(-half, half)];
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
}

/** Metres that one CSS pixel covers at a latitude (degrees) and zoom; Web Mercator with 512 px tiles. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The longest of 1, 2, 5 x 10^k metres that is not longer than `maxPixels`, and its length in pixels. */
export function scaleBar(metresEachPixel: number, maxPixels: number): { metres: number; pixels: number } {
  const most = metresEachPixel * maxPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { metres, pixels: metres / metresEachPixel };
}
