/**
 * EPSG:32643, UTM zone 43 north on WGS 84: central meridian 75 degrees east, scale 0.9996 there, 500 km added to the east.
 *
 * Krueger's series to the fourth order in the third flattening: C. F. F. Karney, Transverse Mercator with an accuracy of
 * a few nanometers, Journal of Geodesy 85, 2011, eq. 7-9, 19-21, 35 and 36. Within the span below it is right to less
 * than a hundredth of a millimetre.
 */
const SEMI_MAJOR_METRES = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const CENTRAL_MERIDIAN_DEGREES = 75;
const CENTRAL_SCALE = 0.9996;
const FALSE_EASTING_METRES = 500_000;
const DEGREE_RADIANS = Math.PI / 180;

/**
 * Where the zone is used here: twice its own three degrees to either side, since Osh lies near its western edge. At the
 * ends lengths are 0.5 % too long at the equator and 0.3 % in Osh.
 */
export const UTM_SPAN_DEGREES = { west: 69, east: 81, south: -84, north: 84 } as const;

/** Third flattening and its powers. */
const n1 = FLATTENING / (2 - FLATTENING);
const [n2, n3, n4] = [n1 ** 2, n1 ** 3, n1 ** 4];
/** Radius of the circle a quarter of whose circumference is the meridian from equator to pole, times the scale. */
const SCALED_RADIUS_METRES = (CENTRAL_SCALE * SEMI_MAJOR_METRES * (1 + n2 / 4 + n4 / 64)) / (1 + n1);
const ALPHA = [
  n1 / 2 - (2 / 3) * n2 + (5 / 16) * n3 + (41 / 180) * n4,
  (13 / 48) * n2 - (3 / 5) * n3 + (557 / 1440) * n4,
  (61 / 240) * n3 - (103 / 140) * n4,
  (49_561 / 161_280) * n4,
];
const BETA = [
  n1 / 2 - (2 / 3) * n2 + (37 / 96) * n3 - (1 / 360) * n4,
  (1 / 48) * n2 + (1 / 15) * n3 - (437 / 1440) * n4,
  (17 / 480) * n3 - (37 / 840) * n4,
  (4397 / 161_280) * n4,
];
/** Each step of Newton's method doubles the right digits; two already serve. */
const NEWTON_STEPS = 3;

/** Degrees (longitude, latitude) to metres [easting, northing]; northings south of the equator are negative. */
export function toUtm(lng: number, lat: number): [number, number] {
  const lambda = (lng - CENTRAL_MERIDIAN_DEGREES) * DEGREE_RADIANS;
  const tau = conformalTangent(Math.tan(lat * DEGREE_RADIANS));
  const xi0 = Math.atan2(tau, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(tau, Math.cos(lambda)));
  let [xi, eta] = [xi0, eta0];
  for (let j = 1; j <= ALPHA.length; j++) {
    xi += ALPHA[j - 1]! * Math.sin(2 * j * xi0) * Math.cosh(2 * j * eta0);
    eta += ALPHA[j - 1]! * Math.cos(2 * j * xi0) * Math.sinh(2 * j * eta0);
  }
  return [FALSE_EASTING_METRES + SCALED_RADIUS_METRES * eta, SCALED_RADIUS_METRES * xi];
}

/** Metres (easting, northing) to degrees [longitude, latitude]. */
export function fromUtm(easting: number, northing: number): [number, number] {
  const xi = northing / SCALED_RADIUS_METRES;
  const eta = (easting - FALSE_EASTING_METRES) / SCALED_RADIUS_METRES;
  let [xi0, eta0] = [xi, eta];
  for (let j = 1; j <= BETA.length; j++) {
    xi0 -= BETA[j - 1]! * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
    eta0 -= BETA[j - 1]! * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
  }
  const conformal = Math.sin(xi0) / Math.hypot(Math.sinh(eta0), Math.cos(xi0));
  const lambda = Math.atan2(Math.sinh(eta0), Math.cos(xi0));
  const tangent = tangentOfConformal(conformal);
  return [CENTRAL_MERIDIAN_DEGREES + lambda / DEGREE_RADIANS, Math.atan(tangent) / DEGREE_RADIANS];
}

/** Tangent of the conformal latitude from that of the latitude. */
function conformalTangent(tangent: number): number {
  const sine = tangent / Math.hypot(1, tangent);
  const sigma = Math.sinh(ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  return tangent * Math.hypot(1, sigma) - sigma * Math.hypot(1, tangent);
}

function tangentOfConformal(conformal: number): number {
  const flat = 1 - ECCENTRICITY ** 2;
  let tangent = conformal;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const found = conformalTangent(tangent);
    tangent +=
      ((conformal - found) / Math.hypot(1, found)) * ((1 + flat * tangent ** 2) / (flat * Math.hypot(1, tangent)));
  }
  return tangent;
}
