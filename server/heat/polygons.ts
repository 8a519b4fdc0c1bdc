/**
 * From the rings a clipping library leaves to polygons as OGC simple features and RFC 7946 want them: no ring touches
 * itself, holes belong to the shell around them. All coordinates are whole numbers, so equal corners are equal.
 */
import type { Path64, Point64 } from 'clipper2-ts';

interface Ring {
  path: Path64;
  doubledArea: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/**
 * Polygons, each a counter-clockwise shell followed by its clockwise holes; open rings (first corner not repeated).
 * The rings given do not cross; shells among them run counter-clockwise and holes clockwise.
 */
export function polygonsOf(paths: readonly Path64[]): Path64[][] {
  const rings = paths.flatMap(loopsOf).map(measured);
  const shells = rings.filter((ring) => ring.doubledArea > 0).sort((a, b) => a.doubledArea - b.doubledArea);
  const holesOf = new Map<Ring, Path64[]>(shells.map((shell) => [shell, []]));
  for (const hole of rings) {
    if (hole.doubledArea >= 0) continue;
    // The smallest shell around a hole is its own; without one it is a crumb of rounding.
    const shell = shells.find((candidate) => surrounds(candidate, hole));
    if (shell) holesOf.get(shell)!.push(hole.path);
  }
  return shells.map((shell) => [shell.path, ...holesOf.get(shell)!]);
}

/** Cuts a ring wherever it comes back to one of its own corners. */
function loopsOf(path: Path64): Path64[] {
  const seen = new Set<string>();
  const keyOf = ({ x, y }: Point64) => `${x} ${y}`;
  if (path.every((point) => seen.size < seen.add(keyOf(point)).size)) return [path];
  const loops: Path64[] = [];
  let open: Path64 = [];
  for (const point of path) {
    const start = open.findIndex((other) => other.x === point.x && other.y === point.y);
    if (start >= 0) {
      loops.push(open.slice(start));
      open = open.slice(0, start);
    }
    open.push(point);
  }
  return [...loops, open].filter((loop) => loop.length >= 3);
}

function measured(path: Path64): Ring {
  const ring = { path, doubledArea: 0, west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  let previous = path[path.length - 1]!;
  for (const point of path) {
    ring.doubledArea += previous.x * point.y - point.x * previous.y;
    ring.west = Math.min(ring.west, point.x);
    ring.east = Math.max(ring.east, point.x);
    ring.south = Math.min(ring.south, point.y);
    ring.north = Math.max(ring.north, point.y);
    previous = point;
  }
  return ring;
}

/** True when a ring that does not cross the shell lies within it; they may touch at corners. */
function surrounds(shell: Ring, ring: Ring): boolean {
  if (ring.west < shell.west || ring.east > shell.east || ring.south < shell.south || ring.north > shell.north)
    return false;
  for (const point of ring.path) {
    const side = sideOf(point, shell.path);
    if (side !== 0) return side > 0;
  }
  return true;
}

/** 1 inside, -1 outside, 0 on the ring (crossings of the ray to the east; exact for whole numbers). */
function sideOf({ x, y }: Point64, path: Path64): number {
  let inside = -1;
  let a = path[path.length - 1]!;
  for (const b of path) {
    const turn = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    if (
      turn === 0 &&
      Math.min(a.x, b.x) <= x &&
      x <= Math.max(a.x, b.x) &&
      Math.min(a.y, b.y) <= y &&
      y <= Math.max(a.y, b.y)
    ) {
      return 0;
    }
    if (a.y > y !== b.y > y && turn > 0 === b.y > a.y) inside = -inside;
    a = b;
  }
  return inside;
}
