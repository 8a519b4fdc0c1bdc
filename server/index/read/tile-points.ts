import { GRID_ZOOM } from '../../geo/tile.ts';
import { isBefore } from '../columns/order.ts';
import type { Columns } from '../columns/columns.ts';
import { worldCell } from '../columns/encode-row.ts';
import { sortedInOrder } from '../columns/sort.ts';
import { TILE_EXTENT } from './cells.ts';
import type { PointList } from './point-list.ts';

const EXTENT_BITS = Math.log2(TILE_EXTENT);

/** Fills a list of points with rows of body and tail as one sequence in the order of columns/order.ts. */
export class TilePoints {
  readonly #points: PointList;
  readonly #zoom: number;
  readonly #tail: Columns;
  /** Rows of the tail in order, and how many of them have been added. */
  readonly #rows: Int32Array;
  #next = 0;

  /** @param rows rows of the tail, in any order */
  constructor(points: PointList, zoom: number, tail: Columns, rows: Int32Array) {
    this.#points = points;
    this.#zoom = zoom;
    this.#tail = tail;
    this.#rows = sortedInOrder(tail, rows);
  }

  /** Adds the first `count` of `rows` of the body, which go on from those before, and what of the tail precedes them. */
  addBody(body: Columns, rows: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      while (this.#next < this.#rows.length && isBefore(this.#tail, this.#rows[this.#next]!, body, rows[i]!)) {
        this.#add(this.#tail, this.#rows[this.#next++]!);
      }
      this.#add(body, rows[i]!);
    }
  }

  /** Adds what is left of the tail. */
  finish(): void {
    while (this.#next < this.#rows.length) this.#add(this.#tail, this.#rows[this.#next++]!);
  }

  #add(columns: Columns, row: number): void {
    const { x, y } = worldCell(columns, row);
    this.#points.add(columns, row, inTile(x, this.#zoom), inTile(y, this.#zoom));
  }
}

/** The 12 bits of a world cell's column or row that follow those of the tile; beyond zoom 20 the last ones are 0. */
export function inTile(cell: number, z: number): number {
  return (cell << z) >>> (GRID_ZOOM - EXTENT_BITS);
}
