import { toDegrees, UNITS_PER_DEGREE } from '../columns/columns.ts';

/** Cells of the raster along each side: most points are answered by their cell, the others by the edges of one row. */
const CELLS = 128;
const OUTSIDE = 0;
const INSIDE = 1;
const ASK = 2;
const UNKNOWN = 3;
const SPARE_DEGREES = 1 / UNITS_PER_DEGREE;

/**
 * Whether places lie in a polygon of one ring, its edge included, as PostGIS's st_intersects says for a point: the same
 * test of sides in the same doubles. Degrees are compared as on a plane, [longitude, latitude].
 */
export class PolygonTest {
  /** Ends of the edges: x1, y1, x2, y2 in degrees, edge after edge. */
  readonly #edges: Float64Array;
  /** For each row of cells, the edges that touch it. */
  readonly #edgesOfRow: number[][] = Array.from({ length: CELLS }, () => []);
  readonly #cells = new Uint8Array(CELLS * CELLS).fill(UNKNOWN);
  /** In units of 1e-7 degree; the box holds every place that can be inside. */
  readonly #west: number;
  readonly #south: number;
  readonly #east: number;
  readonly #north: number;
  readonly #columnsPerUnit: number;
  readonly #rowsPerUnit: number;

  /** @param ring corners in degrees, not closed, no two edges crossing */
  constructor(ring: readonly (readonly [lng: number, lat: number])[]) {
    this.#edges = Float64Array.from(ring.flatMap((corner, i) => [...corner, ...ring[(i + 1) % ring.length]!]));
    const lngs = ring.map(([lng]) => lng);
    const lats = ring.map(([, lat]) => lat);
    this.#west = Math.floor(Math.min(...lngs) * UNITS_PER_DEGREE);
    this.#south = Math.floor(Math.min(...lats) * UNITS_PER_DEGREE);
    this.#east = Math.ceil(Math.max(...lngs) * UNITS_PER_DEGREE);
    this.#north = Math.ceil(Math.max(...lats) * UNITS_PER_DEGREE);
    this.#columnsPerUnit = CELLS / (this.#east - this.#west + 1);
    this.#rowsPerUnit = CELLS / (this.#north - this.#south + 1);
    for (let edge = 0; edge < ring.length; edge++) this.#drawEdge(edge * 4);
    for (let row = 0; row < CELLS; row++) this.#fillRow(row);
  }

  /** Whether the place (units of 1e-7 degree) lies inside or on the edge. */
  covers(lng: number, lat: number): boolean {
    return this.narrow(Int32Array.of(0), 1, Int32Array.of(lng), Int32Array.of(lat)) === 1;
  }

  /** Keeps those of the first `given` rows whose places (units of 1e-7 degree) it covers; answers with their number. */
  narrow(rows: Int32Array, given: number, lng: Int32Array, lat: Int32Array): number {
    const [west, south, east, north] = [this.#west, this.#south, this.#east, this.#north];
    const [columnsPerUnit, rowsPerUnit, cells] = [this.#columnsPerUnit, this.#rowsPerUnit, this.#cells];
    let count = 0;
    for (let i = 0; i < given; i++) {
      const row = rows[i]!;
      const [x, y] = [lng[row]!, lat[row]!];
      if (x < west || x > east || y < south || y > north) continue;
      const line = Math.floor((y - south) * rowsPerUnit);
      const cell = cells[line * CELLS + Math.floor((x - west) * columnsPerUnit)]!;
      if (cell === OUTSIDE) continue;
      if (cell === ASK && !this.#covers(toDegrees(x), toDegrees(y), this.#edgesOfRow[line]!)) continue;
      rows[count++] = row;
    }
    return count;
  }

  /** Crossing number with sides told by the sign of a determinant; all edges that reach the height must be given. */
  #covers(x: number, y: number, candidates: readonly number[]): boolean {
    const edges = this.#edges;
    let inside = false;
    for (const edge of candidates) {
      const [x1, y1, x2, y2] = [edges[edge]!, edges[edge + 1]!, edges[edge + 2]!, edges[edge + 3]!];
      if ((y1 > y && y2 > y) || (y1 < y && y2 < y)) continue;
      const side = (x - x1) * (y2 - y1) - (x2 - x1) * (y - y1);
      if (side === 0 && Math.min(x1, x2) <= x && x <= Math.max(x1, x2)) return true;
      if (y1 > y !== y2 > y && side > 0 === y1 > y2) inside = !inside;
    }
    return inside;
  }

  /** Marks the cells an edge may touch, with a unit to spare on all sides for rounding. */
  #drawEdge(edge: number): void {
    const [x1, y1, x2, y2] = [...this.#edges.subarray(edge, edge + 4)] as [number, number, number, number];
    const [low, high] = y1 < y2 ? [y1, y2] : [y2, y1];
    const xAt = (y: number) => x1 + ((Math.min(Math.max(y, low), high) - y1) / (y2 - y1)) * (x2 - x1);
    const last = this.#rowAt(high + SPARE_DEGREES);
    for (let row = this.#rowAt(low - SPARE_DEGREES); row <= last; row++) {
      this.#edgesOfRow[row]!.push(edge);
      const xs =
        y1 === y2 ? [x1, x2] : [xAt(this.#latOf(row) - SPARE_DEGREES), xAt(this.#latOf(row + 1) + SPARE_DEGREES)];
      const from = this.#columnAt(Math.min(...xs) - SPARE_DEGREES);
      const to = this.#columnAt(Math.max(...xs) + SPARE_DEGREES);
      this.#cells.fill(ASK, row * CELLS + from, row * CELLS + to + 1);
    }
  }

  /** Between marked cells no edge passes: what holds for the middle of one holds for its whole run. */
  #fillRow(row: number): void {
    const lat = this.#latOf(row + 0.5);
    let before = ASK;
    for (let column = 0; column < CELLS; column++) {
      const cell = row * CELLS + column;
      if (this.#cells[cell] === UNKNOWN) {
        const lng = (this.#west + (column + 0.5) / this.#columnsPerUnit) / UNITS_PER_DEGREE;
        const known = before !== ASK ? before : this.#covers(lng, lat, this.#edgesOfRow[row]!) ? INSIDE : OUTSIDE;
        this.#cells[cell] = known;
      }
      before = this.#cells[cell]!;
    }
  }

  #rowAt(lat: number): number {
    return clamp(Math.floor((lat * UNITS_PER_DEGREE - this.#south) * this.#rowsPerUnit));
  }

  #columnAt(lng: number): number {
    return clamp(Math.floor((lng * UNITS_PER_DEGREE - this.#west) * this.#columnsPerUnit));
  }

  #latOf(row: number): number {
    return (this.#south + row / this.#rowsPerUnit) / UNITS_PER_DEGREE;
  }
}

function clamp(cell: number): number {
  return Math.min(Math.max(cell, 0), CELLS - 1);
}
