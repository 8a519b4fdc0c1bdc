import type { Sites } from './clusters.ts';

/** Sites put into cells between two pauses. */
const STEP_SITES = 8192;
const NONE = -1;

/** Square cells of a plane that hold something, found by column and row. */
export class Cells {
  count = 0;
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** Where the sites of a cell begin in `order`; those of the next follow. */
  starts = new Int32Array(1);
  /** All sites, cell by cell. */
  readonly order: Int32Array;
  /** Numbers of cells in the order of a hash of column and row, with gaps (open addressing). */
  readonly #slots: Int32Array;

  private constructor(sites: number) {
    this.columns = new Int32Array(sites);
    this.rows = new Int32Array(sites);
    this.order = new Int32Array(sites);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * sites + 1))).fill(NONE);
  }

  /** Puts sites into cells of a side in metres, a few thousand between two pauses. */
  static *of({ x, y }: Sites, side: number): Generator<void, Cells> {
    const cells = new Cells(x.length);
    const cellOf = new Int32Array(x.length);
    for (let site = 0; site < x.length; site++) {
      cellOf[site] = cells.#at(Math.floor(x[site]! / side), Math.floor(y[site]! / side));
      if (site % STEP_SITES === 0) yield;
    }
    const starts = (cells.starts = new Int32Array(cells.count + 1));
    for (const cell of cellOf) starts[cell + 1]!++;
    for (let cell = 0; cell < cells.count; cell++) starts[cell + 1]! += starts[cell]!;
    yield;
    const next = starts.slice();
    for (let site = 0; site < x.length; site++) {
      cells.order[next[cellOf[site]!]!++] = site;
      if (site % STEP_SITES === 0) yield;
    }
    return cells;
  }

  /** Number of a cell, or -1 when nothing is in it. */
  find(column: number, row: number): number {
    return this.#slots[this.#slot(column, row)]!;
  }

  #at(column: number, row: number): number {
    const slot = this.#slot(column, row);
    if (this.#slots[slot] === NONE) {
      this.columns[this.count] = column;
      this.rows[this.count] = row;
      this.#slots[slot] = this.count++;
    }
    return this.#slots[slot]!;
  }

  /** The slot of the cell, or the empty one where it would be. */
  #slot(column: number, row: number): number {
    const last = this.#slots.length - 1;
    let hash = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const cell = this.#slots[slot]!;
      if (cell === NONE || (this.columns[cell] === column && this.rows[cell] === row)) return slot;
    }
  }
}
