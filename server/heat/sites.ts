import { toMetres } from '../geo/project.ts';
import type { AreaGrid } from './grid.ts';
import type { HeatPoints } from './types.ts';

/** Where mass sits, in units of cells from the grid's south-west corner (a cell's centre is at i + 0.5, j + 0.5). */
export interface Sites {
  x: Float64Array;
  y: Float64Array;
  mass: Float64Array;
  count: number;
  /** True when every site is the centre of a cell. */
  centred: boolean;
}

/** From here on points are shared out to cells first: the work is then bounded by the cells, not by the points. */
const BINNING_POINTS = 3_000;

/**
 * Points as sites of a grid: the points themselves, or, when there are many, the occupied cells, each point shared
 * among the four nearest (bilinear, which keeps mass and centre and widens the kernel by under 1 %).
 * A point beside its area's box is moved to within a cell of it; see `nearestCovered` for what is left outside the area.
 *
 * @throws RangeError for columns of different length, coordinates that are not finite, or negative weights
 */
export function sitesOf(points: HeatPoints, grid: AreaGrid): Sites {
  const { projection, westMetres, southMetres, cellMetres, columns, rows } = grid;
  const total = points.lng.length;
  if (points.lat.length !== total || (points.weight && points.weight.length !== total)) {
    throw new RangeError(`columns differ: ${total} lng, ${points.lat.length} lat, ${points.weight?.length} weight`);
  }
  const x = new Float64Array(total);
  const y = new Float64Array(total);
  const mass = new Float64Array(total);
  let count = 0;
  for (let i = 0; i < total; i++) {
    const weight = points.weight ? points.weight[i]! : 1;
    const [east, north] = toMetres(projection, points.lng[i]!, points.lat[i]!);
    if (!Number.isFinite(east + north) || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`point ${i}: lng ${points.lng[i]}, lat ${points.lat[i]}, weight ${weight}`);
    }
    if (weight === 0) continue;
    // A cell inside the grid, so that four centres surround every site.
    x[count] = Math.min(Math.max((east - westMetres) / cellMetres, 1), columns - 1);
    y[count] = Math.min(Math.max((north - southMetres) / cellMetres, 1), rows - 1);
    mass[count] = weight;
    count++;
  }
  const sites: Sites = { x, y, mass, count, centred: false };
  return count < BINNING_POINTS ? sites : binned(sites, columns, rows);
}

/** The occupied cells of a grid, with the mass of the sites around them. */
function binned(sites: Sites, columns: number, rows: number): Sites {
  const cells = new Float64Array(columns * rows);
  for (let i = 0; i < sites.count; i++) {
    const left = Math.floor(sites.x[i]! - 0.5);
    const below = Math.floor(sites.y[i]! - 0.5);
    const toRight = sites.x[i]! - 0.5 - left;
    const toTop = sites.y[i]! - 0.5 - below;
    const mass = sites.mass[i]!;
    const cell = below * columns + left;
    cells[cell]! += mass * (1 - toRight) * (1 - toTop);
    cells[cell + 1]! += mass * toRight * (1 - toTop);
    cells[cell + columns]! += mass * (1 - toRight) * toTop;
    cells[cell + columns + 1]! += mass * toRight * toTop;
  }
  let count = 0;
  for (const mass of cells) if (mass > 0) count++;
  const result = { x: new Float64Array(count), y: new Float64Array(count), mass: new Float64Array(count) };
  for (let cell = 0, i = 0; cell < cells.length; cell++) {
    if (!(cells[cell]! > 0)) continue;
    result.x[i] = (cell % columns) + 0.5;
    result.y[i] = Math.floor(cell / columns) + 0.5;
    result.mass[i++] = cells[cell]!;
  }
  return { ...result, count, centred: true };
}

/** True when the site's own cell and its eight neighbours lie outside the area. */
export function isFarOutside(grid: AreaGrid, x: number, y: number): boolean {
  const column = Math.floor(x);
  const row = Math.floor(y);
  for (let j = Math.max(0, row - 1); j <= Math.min(grid.rows - 1, row + 1); j++) {
    for (let i = Math.max(0, column - 1); i <= Math.min(grid.columns - 1, column + 1); i++) {
      if (grid.shares[j * grid.columns + i]! > 0) return false;
    }
  }
  return true;
}

/**
 * Centre of the cell nearest to a place among those the area touches, in units of cells: a report counted to an area
 * keeps its whole weight in it, even when its published point (the centre of a coarse cell, say) lies well outside.
 */
export function nearestCovered(grid: AreaGrid, x: number, y: number): { x: number; y: number } {
  const { columns, rows, shares } = grid;
  const column = Math.floor(x);
  const row = Math.floor(y);
  let nearest = { x, y };
  let least = Infinity;
  // Square rings outward; a cell of ring k is never nearer than k - 1.
  for (let k = 0; k < columns + rows && (k - 1) ** 2 < least; k++) {
    for (let j = Math.max(0, row - k); j <= Math.min(rows - 1, row + k); j++) {
      const step = Math.abs(j - row) === k ? 1 : 2 * k;
      for (let i = column - k; i <= column + k; i += step) {
        if (i < 0 || i >= columns || shares[j * columns + i] === 0) continue;
        const distance = (i + 0.5 - x) ** 2 + (j + 0.5 - y) ** 2;
        if (distance < least) {
          least = distance;
          nearest = { x: i + 0.5, y: j + 0.5 };
        }
      }
    }
  }
  return nearest;
}
