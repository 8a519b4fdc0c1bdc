/**
 * A grid of hexagons on a plane in metres, level edges to the north and south. It is that of PostGIS' ST_HexagonGrid with
 * edges of size / sqrt(3), numbered alike, shifted by an origin that never moves.
 */

/**
 * East and north of the plane's own origin. Places that are not exact are published at x50, y50 of a kilometre grid of
 * 100 m: with this origin none is nearer than 0.25 m to a level edge of any whole size, so that no rounding decides.
 */
const ORIGIN_METRES = 25.25;
const SQRT3 = Math.sqrt(3);

/** Numbers of a hexagon: columns eastward; rows northward, those of odd columns half a hexagon further north. */
export interface Hexagon {
  readonly column: number;
  readonly row: number;
}

/** Corners around a centre, counter-clockwise from the east, in half edges eastward and half sizes northward. */
const CORNERS = [[2, 0], [1, 1], [-1, 1], [-2, 0], [-1, -1], [1, -1]] as const; // prettier-ignore

/**
 * The hexagon at a place, for a `size` in metres from edge to opposite edge.
 *
 * By floors alone, without a comparison: C. Chambers' formula, in A. Patel, Hexagonal Grids (Red Blob Games), "Pixel to
 * hex: alternatives", with x and y exchanged because it is for pointed tops.
 */
export function hexagonAt(size: number, x: number, y: number): Hexagon {
  const north = (y - ORIGIN_METRES) / size;
  const east = (SQRT3 * (x - ORIGIN_METRES)) / size + 1;
  const diagonal = Math.floor(east + north);
  const column = Math.floor((diagonal + east - north) / 3);
  const along = Math.floor((diagonal + 2 * north + 1) / 3);
  return { column, row: along - ((column + 1) >> 1) };
}

/** Numbers of the six corners, counter-clockwise from the east: a corner has the same in each of its hexagons. */
export function hexagonCorners({ column, row }: Hexagon): [east: number, north: number][] {
  return CORNERS.map(([east, north]) => [3 * column + east, 2 * row + (column & 1) + north]);
}

/** Metres east and north of a corner, which three hexagons share to the last bit. */
export function cornerPlace(size: number, [east, north]: readonly [east: number, north: number]): [number, number] {
  return [ORIGIN_METRES + (east * size) / SQRT3 / 2, ORIGIN_METRES + (north * size) / 2];
}

/** Square metres of a hexagon. */
export function hexagonArea(size: number): number {
  return (SQRT3 / 2) * size * size;
}
