type Point = readonly [x: number, y: number];

/** Corners of the polygon that stands for a disc. */
const CORNERS = 16;

/**
 * The convex polygon around points on a plane with a margin: the hull (A. M. Andrew, Another efficient algorithm for convex
 * hulls in two dimensions, Information Processing Letters 9, 1979) of a 16-gon of radius `margin` around each. Corners
 * counter-clockwise, not closed.
 */
export function outlineOf(points: readonly Point[], margin: number): Point[] {
  const around = hullOf(points).flatMap(([x, y]) =>
    Array.from({ length: CORNERS }, (_, k): Point => {
      const angle = (k * 2 * Math.PI) / CORNERS;
      return [x + margin * Math.cos(angle), y + margin * Math.sin(angle)];
    }),
  );
  return hullOf(around);
}

/** Points kept before they are taken together: what is sorted at a time stays small. */
const KEPT_MAX = 4096;

/** The convex hull of points that come one after another, however many they are. */
export class GrowingHull {
  #kept: Point[] = [];
  #corners = 0;

  add(x: number, y: number): void {
    this.#kept.push([x, y]);
    if (this.#kept.length >= KEPT_MAX + this.#corners) this.hull();
  }

  /** As `hullOf` of all that was added. */
  hull(): Point[] {
    this.#kept = hullOf(this.#kept);
    this.#corners = this.#kept.length;
    return this.#kept;
  }
}

/** The convex hull, counter-clockwise; as it is, in order, when there are fewer than three different points. */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(sorted: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of sorted) {
    while (kept.length >= 2 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Above 0 when the way from a over b to c turns left. */
function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
