/**
 * A clipping library rounds each corner it makes to whole numbers. Once in some hundred shapes that carries a corner
 * onto, or just over, an edge elsewhere, and the ring crosses itself by a hand's breadth. Here such corners are found
 * and made corners of that edge as well, so that a union can tell inside from outside again.
 */
import type { Path64, Point64 } from 'clipper2-ts';

/** Side of a bucket in lattice steps, some 14 m: about the length of an edge of a contour. */
const BUCKET_STEPS = 128;

/** Rounding moves a corner by up to 0.71 of a step, and the edge it meets by as much. */
const NEAR_STEPS = 1;

type Edge = { path: number; index: number; a: Point64; b: Point64 };

/** The same rings with every corner that lies on or next to another edge inserted there; null when there is none. */
export function snapped(paths: readonly Path64[]): Path64[] | null {
  const buckets = bucketsOf(paths);
  const found = new Map<Edge, Point64[]>();
  for (const path of paths) {
    for (const point of path) {
      for (const edge of buckets.get(bucketKey(bucketOf(point.x), bucketOf(point.y))) ?? []) {
        if (!isNear(point, edge.a, edge.b)) continue;
        const corners = found.get(edge);
        if (corners) corners.push(point);
        else found.set(edge, [point]);
      }
    }
  }
  return found.size > 0 ? withCorners(paths, found) : null;
}

/** Every edge in each bucket that it passes within a step of. */
function bucketsOf(paths: readonly Path64[]): Map<number, Edge[]> {
  const buckets = new Map<number, Edge[]>();
  for (const [path, points] of paths.entries()) {
    let a = points[points.length - 1]!;
    for (const [index, b] of points.entries()) {
      const edge = { path, index, a, b };
      const [low, high] = a.y < b.y ? [a, b] : [b, a];
      for (let row = bucketOf(low.y - NEAR_STEPS); row <= bucketOf(high.y + NEAR_STEPS); row++) {
        // Where the edge enters and leaves the row; long edges would otherwise fill the square around them.
        const from = xAt(low, high, row * BUCKET_STEPS - NEAR_STEPS);
        const to = xAt(low, high, (row + 1) * BUCKET_STEPS + NEAR_STEPS);
        const last = bucketOf(Math.max(from, to) + NEAR_STEPS);
        for (let column = bucketOf(Math.min(from, to) - NEAR_STEPS); column <= last; column++) {
          const key = bucketKey(column, row);
          const bucket = buckets.get(key);
          if (bucket) bucket.push(edge);
          else buckets.set(key, [edge]);
        }
      }
      a = b;
    }
  }
  return buckets;
}

function bucketOf(steps: number): number {
  return Math.floor(steps / BUCKET_STEPS);
}

/** One number for a column and a row: the whole world is under 3 million buckets wide. */
function bucketKey(column: number, row: number): number {
  return row * 8_000_000 + column;
}

function xAt(low: Point64, high: Point64, y: number): number {
  if (y <= low.y) return low.x;
  if (y >= high.y) return high.x;
  return low.x + ((y - low.y) / (high.y - low.y)) * (high.x - low.x);
}

/** True when a point lies beside the inner part of an edge, within the tolerance, and is not one of its ends. */
function isNear(point: Point64, a: Point64, b: Point64): boolean {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const px = point.x - a.x;
  const py = point.y - a.y;
  const along = px * dx + py * dy;
  const length2 = dx * dx + dy * dy;
  if (along <= 0 || along >= length2) return false;
  return (px * dy - py * dx) ** 2 <= NEAR_STEPS ** 2 * length2;
}

function withCorners(paths: readonly Path64[], found: Map<Edge, Point64[]>): Path64[] {
  const before = new Map<string, Point64[]>();
  for (const [{ path, index, a }, corners] of found) {
    const distance2 = (point: Point64) => (point.x - a.x) ** 2 + (point.y - a.y) ** 2;
    before.set(
      `${path} ${index}`,
      corners.sort((p, q) => distance2(p) - distance2(q)),
    );
  }
  return paths.map((points, path) =>
    points.flatMap((point, index) => [...(before.get(`${path} ${index}`) ?? []), point]),
  );
}
