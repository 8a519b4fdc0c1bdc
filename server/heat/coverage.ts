/** How much of each cell of a regular grid lies inside a boundary: exact, so that even a sliver of an area counts. */

/** A ring in units of cells: x grows with the column, y with the row; cell (i, j) spans [i, i+1] x [j, j+1]. */
export type CellRing = readonly { x: number; y: number }[];

/** Below this a cell is only touched; sums of rounding errors stay far under it. */
const TOUCH_SHARE = 1e-9;

/**
 * Share 0..1 of every cell, row by row. Rings lie within the grid and are oriented: outer ones one way round, holes the
 * other.
 *
 * Each edge leaves its signed trapezoids in the cells it crosses, and a running sum along the row turns them into
 * covered area (the signed-area accumulation of font rasterisers such as FreeType's "smooth" and font-rs).
 */
export function coverage(rings: readonly CellRing[], columns: number, rows: number): Float64Array {
  // Two spare columns a row: an edge on the right border lies in one and hands its height to the next.
  const stride = columns + 2;
  const traces = new Float64Array(stride * rows);
  for (const ring of rings) {
    let previous = ring[ring.length - 1];
    for (const point of ring) {
      if (previous) traceEdge(traces, stride, previous, point);
      previous = point;
    }
  }
  const shares = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += traces[row * stride + column]!;
      const share = Math.abs(sum);
      shares[row * columns + column] = share < TOUCH_SHARE ? 0 : Math.min(share, 1);
    }
  }
  return shares;
}

type Corner = { x: number; y: number };

/** Cuts an edge into one piece a row. */
function traceEdge(traces: Float64Array, stride: number, a: Corner, b: Corner): void {
  if (a.y === b.y) return;
  const direction = a.y < b.y ? 1 : -1;
  const low = a.y < b.y ? a : b;
  const high = a.y < b.y ? b : a;
  const slope = (high.x - low.x) / (high.y - low.y);
  for (let row = Math.floor(low.y); row < high.y; row++) {
    const bottom = Math.max(low.y, row);
    const top = Math.min(high.y, row + 1);
    const xBottom = low.x + (bottom - low.y) * slope;
    const xTop = top === high.y ? high.x : low.x + (top - low.y) * slope;
    tracePiece(traces, row * stride, direction * (top - bottom), xBottom, xTop);
  }
}

/** Hands the height of a piece of edge inside one row to the cells from its left to its right end. */
function tracePiece(traces: Float64Array, rowStart: number, height: number, x0: number, x1: number): void {
  const left = Math.min(x0, x1);
  const right = Math.max(x0, x1);
  const width = right - left;
  const firstColumn = Math.floor(left);
  const lastColumn = Math.max(firstColumn, Math.ceil(right) - 1);
  for (let column = firstColumn; column <= lastColumn; column++) {
    const from = Math.max(left, column);
    const to = Math.min(right, column + 1);
    const part = height * (width > 0 ? (to - from) / width : 1);
    // To the right of the piece the cell is covered over the whole height, under it on average by half.
    const inside = part * (column + 1 - (from + to) / 2);
    traces[rowStart + column]! += inside;
    traces[rowStart + column + 1]! += part - inside;
  }
}
