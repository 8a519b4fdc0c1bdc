/**
 * A flat map of one neighbourhood: degrees WGS 84 to metres east and north of a centre, and back.
 *
 * Local equirectangular projection on the ellipsoid: one degree of latitude is as long as the meridian's radius of
 * curvature M makes it at the centre, one degree of longitude as long as the parallel N cos(latitude) makes it there
 * (formulas: Snyder, Map Projections - A Working Manual, USGS PP 1395, 1987, eq. 4-18 to 4-21).
 *
 * Error: away from the centre only the length of the parallel changes noticeably. At d metres north or south of the
 * centre, distances are wrong by at most about d * tan(|latitude|) / 6,356,000 of their length: at 1 km that is 0.014 %
 * in Osh (40.5 degrees) and 0.027 % at 60 degrees; at 20 km, 0.27 % and 0.55 %. Meant for areas up to some 50 km.
 */

/** First the equatorial radius in metres, then the first eccentricity squared of WGS 84. */
const WGS84_SEMI_MAJOR_METRES = 6_378_137;
const WGS84_FLATTENING = 1 / 298.257223563;
const WGS84_ECCENTRICITY_SQUARED = WGS84_FLATTENING * (2 - WGS84_FLATTENING);

const DEGREE_RADIANS = Math.PI / 180;

/** Nearer to a pole the parallel shrinks to a point and the flat map means nothing. */
export const MAX_CENTRE_LATITUDE_DEGREES = 85;

/** Scales of the flat map: x = (lng - lng0) * metresPerDegreeLng, y = (lat - lat0) * metresPerDegreeLat. */
export interface LocalProjection {
  /** Centre, degrees WGS 84. */
  lng0: number;
  lat0: number;
  metresPerDegreeLng: number;
  metresPerDegreeLat: number;
}

/**
 * The flat map around a centre given in degrees (longitude, latitude).
 *
 * @throws RangeError when the centre is not finite or lies within 5 degrees of a pole
 */
export function localProjection(lng0: number, lat0: number): LocalProjection {
  if (!Number.isFinite(lng0) || !(Math.abs(lat0) <= MAX_CENTRE_LATITUDE_DEGREES)) {
    throw new RangeError(`no flat map around longitude ${lng0}, latitude ${lat0}`);
  }
  const sine = Math.sin(lat0 * DEGREE_RADIANS);
  const w2 = 1 - WGS84_ECCENTRICITY_SQUARED * sine * sine;
  const meridianRadiusMetres = (WGS84_SEMI_MAJOR_METRES * (1 - WGS84_ECCENTRICITY_SQUARED)) / (w2 * Math.sqrt(w2));
  const parallelRadiusMetres = (WGS84_SEMI_MAJOR_METRES / Math.sqrt(w2)) * Math.cos(lat0 * DEGREE_RADIANS);
  return {
    lng0,
    lat0,
    metresPerDegreeLng: parallelRadiusMetres * DEGREE_RADIANS,
    metresPerDegreeLat: meridianRadiusMetres * DEGREE_RADIANS,
  };
}

/** Degrees (longitude, latitude) to metres [east, north] of the centre. */
export function toMetres(projection: LocalProjection, lng: number, lat: number): [number, number] {
  return [
    (lng - projection.lng0) * projection.metresPerDegreeLng,
    (lat - projection.lat0) * projection.metresPerDegreeLat,
  ];
}

/** Metres east and north of the centre to degrees [longitude, latitude]. */
export function toDegrees(projection: LocalProjection, x: number, y: number): [number, number] {
  return [projection.lng0 + x / projection.metresPerDegreeLng, projection.lat0 + y / projection.metresPerDegreeLat];
}
