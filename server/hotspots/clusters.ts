/**
 * DBSCAN: M. Ester, H.-P. Kriegel, J. Sander, X. Xu, A density-based algorithm for discovering clusters in large spatial
 * databases with noise, KDD 1996. On a grid whose cells are so small that all in one are within the radius of each other (A. Gunawan,
 * A faster algorithm for DBSCAN, Eindhoven 2013), so that crowded places cost little.
 */

/** Distinct places on a plane in metres, each with the number of reports there; columns of equal length. */
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

interface Cell {
  column: number;
  row: number;
  sites: number[];
  core: number[];
  /** The cell of the same cluster that speaks for it, or itself. */
  leader: Cell;
}

/**
 * For each site the number of its cluster, from 0 in the order of first appearance, or NOISE.
 *
 * A site is core when at least `minimum` reports, its own among them, lie within `radius` metres. Core sites within the
 * radius of each other are one cluster; another site belongs to that of its nearest core site within the radius (the one further
 * west, then south, of two that are as near), so that the order of the sites decides nothing but the numbers.
 */
export function clustersOf({ x, y, count }: Sites, radius: number, minimum: number): Int32Array {
  const total = x.length;
  const grid = new Grid(x, y, radius);
  const squared = radius * radius;
  const near = (a: number, b: number) => (x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2 <= squared;

  const isCore = (site: number, around: readonly Cell[]) => {
    let reports = 0;
    for (const { sites } of around) {
      for (const other of sites) {
        if (near(site, other)) reports += count[other]!;
        if (reports >= minimum) return true;
      }
    }
    return false;
  };
  for (const cell of grid.cells) {
    const inside = cell.sites.reduce((sum, site) => sum + count[site]!, 0);
    const around = inside >= minimum ? [] : grid.around(cell);
    cell.core = inside >= minimum ? cell.sites : cell.sites.filter((site) => isCore(site, around));
  }

  const touch = (a: Cell, b: Cell) => a.core.some((site) => b.core.some((other) => near(site, other)));
  for (const cell of grid.cells) {
    if (cell.core.length === 0) continue;
    for (const other of grid.around(cell)) {
      if (other.core.length === 0 || leaderOf(cell) === leaderOf(other)) continue;
      if (touch(cell, other)) leaderOf(other).leader = leaderOf(cell);
    }
  }

  const numbers = new Map<Cell, number>();
  const numberOf = (cell: Cell) => {
    const leader = leaderOf(cell);
    if (!numbers.has(leader)) numbers.set(leader, numbers.size);
    return numbers.get(leader)!;
  };
  const nearestCore = (site: number, around: readonly Cell[]): Cell | null => {
    let [best, at, least]: [Cell | null, number, number] = [null, -1, squared];
    for (const cell of around) {
      for (const other of cell.core) {
        const distance = (x[site]! - x[other]!) ** 2 + (y[site]! - y[other]!) ** 2;
        if (distance > least) continue;
        const further = best && distance === least && (x[other]! - x[at]! || y[other]! - y[at]!) >= 0;
        if (!further) [best, at, least] = [cell, other, distance];
      }
    }
    return best;
  };
  const result = new Int32Array(total).fill(NOISE);
  for (const cell of grid.cells) {
    for (const site of cell.core) result[site] = numberOf(cell);
    if (cell.core.length === cell.sites.length) continue;
    const around = grid.around(cell);
    const core = new Set(cell.core);
    for (const site of cell.sites) {
      const nearest = core.has(site) ? null : nearestCore(site, around);
      if (nearest) result[site] = numberOf(nearest);
    }
  }
  return result;
}

function leaderOf(cell: Cell): Cell {
  let leader = cell;
  while (leader.leader !== leader) leader = leader.leader;
  // Shortens the way of the next who asks.
  cell.leader = leader;
  return leader;
}

class Grid {
  readonly cells: Cell[] = [];
  readonly #columns = new Map<number, Map<number, Cell>>();

  constructor(x: ArrayLike<number>, y: ArrayLike<number>, radius: number) {
    const side = radius * CELL_SIDE_PER_RADIUS;
    for (let site = 0; site < x.length; site++) {
      this.#cell(Math.floor(x[site]! / side), Math.floor(y[site]! / side)).sites.push(site);
    }
  }

  /** The cells that can hold something within the radius of what is in this one, itself among them. */
  around({ column, row }: Cell): Cell[] {
    const found: Cell[] = [];
    for (let i = column - REACH; i <= column + REACH; i++) {
      const rows = this.#columns.get(i);
      for (let j = row - REACH; rows && j <= row + REACH; j++) {
        const cell = rows.get(j);
        if (cell) found.push(cell);
      }
    }
    return found;
  }

  #cell(column: number, row: number): Cell {
    let rows = this.#columns.get(column);
    if (!rows) this.#columns.set(column, (rows = new Map<number, Cell>()));
    let cell = rows.get(row);
    if (!cell) {
      cell = { column, row, sites: [], core: [], leader: undefined as unknown as Cell };
      cell.leader = cell;
      rows.set(row, cell);
      this.cells.push(cell);
    }
    return cell;
  }
}
