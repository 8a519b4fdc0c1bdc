/**
 * Web mercator as a grid of 2^32 by 2^32 cells over the whole world (zoom 32), x from the antimeridian eastward, y from
 * the north: about 9 mm a cell at the equator. Formulas: Snyder, Map Projections - A Working Manual, USGS PP 1395, 1987,
 * eq. 7-1 and 7-2 on a sphere (EPSG:3857).
 */
const WORLD_CELLS = 2 ** 32;
const LAST_CELL = WORLD_CELLS - 1;
const DEGREE_RADIANS = Math.PI / 180;

/** Column of the world grid for a longitude in degrees; 180 belongs to the last column, so that no place has two. */
export function worldX(lng: number): number {
  return clampToWorld((lng + 180) / 360);
}

/** Row of the world grid for a latitude in degrees; beyond some 85.05 degrees it is the first or the last row. */
export function worldY(lat: number): number {
  return clampToWorld(mercatorY(lat));
}

/** Northing of a latitude in degrees as a share of the world: 0 in the north, 1 in the south; infinite at the poles. */
export function mercatorY(lat: number): number {
  const sine = Math.sin(lat * DEGREE_RADIANS);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

function clampToWorld(share: number): number {
  const cell = Math.floor(share * WORLD_CELLS);
  return cell < 0 ? 0 : cell > LAST_CELL ? LAST_CELL : cell;
}
