/**
 * DBSCAN: M. Ester, H.-P. Kriegel, J. Sander, X. Xu, A density-based algorithm for discovering clusters in large spatial
 * databases with noise, KDD 1996. On a grid whose cells are so small that all in one are within the radius of each other (A. Gunawan,
 * A faster algorithm for DBSCAN, Eindhoven 2013): a cell with enough reports needs no comparison at all, and whether two cells
 * touch is asked of boxes (tree.ts), not of every pair.
 */
import { Cells } from './cells.ts';
import { SiteTree, type Nearest, type Node } from './tree.ts';

/** Places on a plane in metres, each with the number of reports there; columns of equal length. Equal places do no harm. */
export interface Sites {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  count: ArrayLike<number>;
}

export const NOISE = -1;
/** A little below 1: what lies in one cell must be within the radius however it is rounded. */
const CELL_SIDE_PER_RADIUS = Math.SQRT1_2 * (1 - 1e-9);
/** Cells to either side that can hold something within the radius. */
const REACH = 2;
/** Boxes and sites looked at between two pauses: about a quarter of a millisecond. */
const STEP = 8192;
/** Looking for a cell, in the same measure. */
const LOOK_UPS = 16;

const AROUND = Array.from({ length: (2 * REACH + 1) ** 2 }, (_, i) => [
  (i % (2 * REACH + 1)) - REACH,
  Math.floor(i / (2 * REACH + 1)) - REACH,
])
  .map(([column, row]) => [column!, row!] as const)
  // The nearest first: there most reports are, and counting ends as soon as there are enough.
  .sort((a, b) => a[0] ** 2 + a[1] ** 2 - b[0] ** 2 - b[1] ** 2);
/** Of each two cells that are near each other one looks for the other. */
const AHEAD = AROUND.filter(([column, row]) => column > 0 || (column === 0 && row > 0));

/**
 * For each site the number of its cluster, from 0 in the order of first appearance, or NOISE. Pauses after every fraction of a millisecond.
 *
 * A site is core when at least `minimum` reports, its own among them, lie within `radius` metres. Core sites within the
 * radius of each other are one cluster; another site belongs to that of its nearest core site within the radius (the one further
 * west, then south, of two that are as near), so that the order of the sites decides nothing but the numbers.
 */
export function* clusterSteps(sites: Sites, radius: number, minimum: number): Generator<void, Int32Array> {
  const cells = yield* Cells.of(sites, radius * CELL_SIDE_PER_RADIUS);
  const search = new Search(sites, cells, radius * radius);
  yield* search.findCore(minimum);
  yield* search.joinCells();
  return yield* search.numbers();
}

class Search {
  readonly #cells: Cells;
  readonly #squared: number;
  readonly #tree: SiteTree;
  /** Of each cell, as far as somebody asked: first all its sites, from `joinCells` on the core ones. */
  #nodes: (Node | undefined)[] = [];
  /** Core sites of each cell; in the order they come first. */
  readonly #core: Int32Array;
  /** For each cell one of the same cluster, in the end the one that speaks for all. */
  readonly #leaders: Int32Array;

  constructor(sites: Sites, cells: Cells, squared: number) {
    this.#cells = cells;
    this.#squared = squared;
    this.#tree = new SiteTree(sites, cells.order);
    this.#core = new Int32Array(cells.count);
    this.#leaders = new Int32Array(cells.count).map((_, cell) => cell);
  }

  *findCore(minimum: number): Generator<void> {
    const { starts, order, count } = this.#cells;
    const flags = new Uint8Array(order.length);
    for (let cell = 0; cell < count; cell++) {
      const [from, to] = [starts[cell]!, starts[cell + 1]!];
      if (this.#node(cell).reports >= minimum) this.#core[cell] = to - from;
      else {
        const around = this.#around(cell, AROUND);
        // Asking changes the order of the sites, those of this cell among them.
        for (const site of order.slice(from, to)) {
          if (this.#isCore(site, around, minimum)) {
            flags[site] = 1;
            this.#core[cell]!++;
          }
          if (this.#due()) yield;
        }
      }
      if (this.#due()) yield;
    }
    for (let cell = 0; cell < count; cell++) {
      const [from, to] = [starts[cell]!, starts[cell + 1]!];
      // Where all or none are core the boxes stay as they are.
      if (this.#core[cell] === 0 || this.#core[cell] === to - from) continue;
      order.subarray(from, to).sort((a, b) => flags[b]! - flags[a]!);
      this.#nodes[cell] = undefined;
      this.#tree.spent += to - from;
      if (this.#due()) yield;
    }
  }

  *joinCells(): Generator<void> {
    for (let cell = 0; cell < this.#cells.count; cell++) {
      if (this.#core[cell] === 0) continue;
      for (const other of this.#around(cell, AHEAD)) {
        if (this.#core[other] === 0 || this.#leader(cell) === this.#leader(other)) continue;
        const touching = yield* this.#tree.touch(this.#node(cell), this.#node(other), this.#squared, STEP);
        if (touching) this.#leaders[this.#leader(other)] = this.#leader(cell);
      }
      if (this.#due()) yield;
    }
  }

  *numbers(): Generator<void, Int32Array> {
    const { starts, order, count } = this.#cells;
    const leaders = new Int32Array(order.length).fill(NOISE);
    for (let cell = 0; cell < count; cell++) {
      const [from, to] = [starts[cell]!, starts[cell + 1]!];
      const end = from + this.#core[cell]!;
      for (let i = from; i < end; i++) leaders[order[i]!] = this.#leader(cell);
      this.#tree.spent += end - from;
      if (end < to) {
        const around = this.#around(cell, AROUND).filter((other) => this.#core[other]! > 0);
        for (let i = end; i < to; i++) {
          leaders[order[i]!] = this.#leaderOfNearest(order[i]!, around);
          if (this.#due()) yield;
        }
      }
      if (this.#due()) yield;
    }
    const numbers = new Int32Array(count).fill(NOISE);
    let found = 0;
    for (let site = 0; site < leaders.length; site++) {
      const leader = leaders[site]!;
      if (leader === NOISE) continue;
      if (numbers[leader] === NOISE) numbers[leader] = found++;
      leaders[site] = numbers[leader]!;
      if (site % STEP === 0) yield;
    }
    return leaders;
  }

  #isCore(site: number, around: readonly number[], minimum: number): boolean {
    let reports = 0;
    for (const cell of around) {
      reports += this.#tree.reportsWithin(this.#node(cell), site, this.#squared, minimum - reports);
      if (reports >= minimum) return true;
    }
    return false;
  }

  #leaderOfNearest(site: number, around: readonly number[]): number {
    const nearest: Nearest = { site: -1, squared: this.#squared };
    let leader = NOISE;
    for (const cell of around) {
      const before = nearest.site;
      this.#tree.findNearest(this.#node(cell), site, nearest);
      if (nearest.site !== before) leader = this.#leader(cell);
    }
    return leader;
  }

  #node(cell: number): Node {
    const from = this.#cells.starts[cell]!;
    // Until cores are known, and where all are: every site.
    const to = this.#core[cell]! > 0 ? from + this.#core[cell]! : this.#cells.starts[cell + 1]!;
    return (this.#nodes[cell] ??= this.#tree.node(from, to));
  }

  #around(cell: number, offsets: typeof AROUND): number[] {
    const [column, row] = [this.#cells.columns[cell]!, this.#cells.rows[cell]!];
    this.#tree.spent += LOOK_UPS;
    const found: number[] = [];
    for (const [east, north] of offsets) {
      const other = this.#cells.find(column + east, row + north);
      if (other >= 0) found.push(other);
    }
    return found;
  }

  #leader(cell: number): number {
    const leaders = this.#leaders;
    let leader = cell;
    while (leaders[leader] !== leader) leader = leaders[leader] = leaders[leaders[leader]!]!;
    return leader;
  }

  #due(): boolean {
    if (this.#tree.spent < STEP) return false;
    this.#tree.spent = 0;
    return true;
  }
}
