/**
 * Where a coarse report will stand: the centre of its 100 m cell in EPSG:32643, as sql/functions/20_precision.sql computes it. Here only to show it
 * before anything is sent, so that the exact place need not be asked about anywhere; what is published is what the database says.
 *
 * Transverse Mercator by Krueger's series to the third order in the third flattening: C. F. F. Karney, Transverse Mercator with an accuracy of a few
 * nanometers, Journal of Geodesy 85, 2011, eq. 7-9 and 11. Within some 9 degrees of the meridian right to a millimetre.
 */
import type { LngLat } from './place.ts';

const CELL_METRES = 100;
/** Degrees around Osh in which the cells are those of EPSG:32643. */
const ZONE = { west: 66, east: 84, south: 0, north: 80 } as const;
const MERIDIAN_DEGREES = 75;
const RADIANS = Math.PI / 180;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const FALSE_EASTING_METRES = 500_000;
const n = FLATTENING / (2 - FLATTENING);
/** Radius of the circle whose quarter is the meridian, times the scale 0.9996 on it. */
const RADIUS_METRES = (0.9996 * 6_378_137 * (1 + n ** 2 / 4 + n ** 4 / 64)) / (1 + n);
const TO_PLANE = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3,
  (61 / 240) * n ** 3,
];
const FROM_PLANE = [
  -(n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3),
  -((1 / 48) * n ** 2 + (1 / 15) * n ** 3),
  -((17 / 480) * n ** 3),
];
/** Conformal latitude back to latitude: each step leaves a 150th of the error. */
const STEPS = 6;

/** The centre of the cell of a place, to six digits; null where the cells are others. */
export function cellCentre({ lng, lat }: LngLat): LngLat | null {
  if (!(lng >= ZONE.west && lng <= ZONE.east && lat >= ZONE.south && lat <= ZONE.north)) return null;
  const [east, north] = toPlane(lng, lat).map((metres) => (Math.floor(metres / CELL_METRES) + 0.5) * CELL_METRES);
  const [x, y] = fromPlane(east!, north!).map((degrees) => Number(degrees.toFixed(6)));
  return { lng: x!, lat: y! };
}

/** Degrees to metres [easting, northing]. */
function toPlane(lng: number, lat: number): [number, number] {
  const sine = Math.sin(lat * RADIANS);
  const tangent = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  const across = (lng - MERIDIAN_DEGREES) * RADIANS;
  const xi = Math.atan2(tangent, Math.cos(across));
  const eta = Math.asinh(Math.sin(across) / Math.hypot(tangent, Math.cos(across)));
  const [up, right] = shifted(xi, eta, TO_PLANE);
  return [FALSE_EASTING_METRES + RADIUS_METRES * right, RADIUS_METRES * up];
}

/** Metres to degrees [longitude, latitude]. */
function fromPlane(easting: number, northing: number): [number, number] {
  const [xi, eta] = shifted(northing / RADIUS_METRES, (easting - FALSE_EASTING_METRES) / RADIUS_METRES, FROM_PLANE);
  const conformal = Math.asinh(Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi)));
  let lat = Math.atan(Math.sinh(conformal));
  for (let step = 0; step < STEPS; step++) {
    lat = Math.asin(Math.tanh(conformal + ECCENTRICITY * Math.atanh(ECCENTRICITY * Math.sin(lat))));
  }
  return [MERIDIAN_DEGREES + Math.atan2(Math.sinh(eta), Math.cos(xi)) / RADIANS, lat / RADIANS];
}

function shifted(xi: number, eta: number, series: readonly number[]): [number, number] {
  let [up, right] = [xi, eta];
  for (const [index, factor] of series.entries()) {
    const turns = 2 * (index + 1);
    up += factor * Math.sin(turns * xi) * Math.cosh(turns * eta);
    right += factor * Math.cos(turns * xi) * Math.sinh(turns * eta);
  }
  return [up, right];
}
