/**
 * Polygon arithmetic on a lattice of millionths of a degree: the very lattice that is published, so that nothing is
 * rounded, and thereby broken, after the last intersection. One step is at most 0.11 m.
 */
import { FillRule, intersect, union } from 'clipper2-ts';
import type { Paths64, Point64 } from 'clipper2-ts';
import type { MultiPolygon, Position } from 'geojson';
import { polygonsOf } from './polygons.ts';
import { snapped } from './snap.ts';

export const LATTICE_PER_DEGREE = 1_000_000;

/** A mending rounds again, so that one in five asks for a second and one in a thousand for a third. */
const MOST_MENDINGS = 3;

/** Rings of lattice points around an origin near them: small integers keep the library's cross products exact. */
export interface LatticeArea {
  /** Lattice coordinates of the origin, so that degrees = (origin + point) / LATTICE_PER_DEGREE. */
  originX: number;
  originY: number;
  /** Disjoint rings, outer ones counter-clockwise, holes clockwise; none when the area has no extent. */
  rings: Paths64;
}

/**
 * Brings a boundary onto the lattice and mends what the rounding may have folded over.
 * Where rings overlap, the even-odd rule decides what is inside.
 *
 * @throws RangeError when a coordinate is not finite
 */
export function latticeArea(geometry: MultiPolygon): LatticeArea {
  const first = geometry.coordinates[0]?.[0]?.[0] ?? [0, 0];
  const originX = Math.round(first[0]! * LATTICE_PER_DEGREE);
  const originY = Math.round(first[1]! * LATTICE_PER_DEGREE);
  const toLattice = (position: Position) => {
    const x = Math.round(position[0]! * LATTICE_PER_DEGREE) - originX;
    const y = Math.round(position[1]! * LATTICE_PER_DEGREE) - originY;
    if (!Number.isFinite(x + y)) throw new RangeError(`not a position of a boundary: ${JSON.stringify(position)}`);
    return { x, y };
  };
  const rings = geometry.coordinates.flatMap((polygon) => polygon.map((ring) => ring.map(toLattice)));
  return { originX, originY, rings: union(rings, FillRule.EvenOdd) };
}

/** Polygons in degrees of what the rings hold (even-odd rule) inside the area; null when that is nothing. */
export function insideArea(rings: Paths64, area: LatticeArea): MultiPolygon | null {
  if (rings.length === 0) return null;
  let clipped = intersect(rings, area.rings, FillRule.EvenOdd);
  for (let round = 0; round < MOST_MENDINGS; round++) {
    const mended = snapped(clipped);
    if (!mended) break;
    clipped = union(mended, FillRule.EvenOdd);
  }
  const polygons = polygonsOf(clipped);
  if (polygons.length === 0) return null;
  const toDegrees = ({ x, y }: Point64): Position => [
    (area.originX + x) / LATTICE_PER_DEGREE,
    (area.originY + y) / LATTICE_PER_DEGREE,
  ];
  const coordinates = polygons.map((paths) => paths.map((path) => [...path, path[0]!].map(toDegrees)));
  return { type: 'MultiPolygon', coordinates };
}
