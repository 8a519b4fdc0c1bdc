/**
 * Kernel density inside one area: how many reports a hectare, as if each were spread around its place.
 *
 * Quartic (biweight) kernel K(d) = 3 / (pi r^2) (1 - (d/r)^2)^2 for d < r, else 0: Silverman, Density Estimation for
 * Statistics and Data Analysis, 1986, eq. 4.5. Each report's kernel is divided by the share of it that lies inside the
 * area, so that the density over the area adds up to the number of reports whatever the radius.
 */
import { areaGrid } from './grid.ts';
import type { AreaGrid } from './grid.ts';
import { isFarOutside, nearestCovered, sitesOf } from './sites.ts';
import type { Sites } from './sites.ts';
import type { HeatArea, HeatPoints } from './types.ts';

const SQUARE_METRES_PER_HECTARE = 10_000;

/** Where an enormous area forces cells so wide that a kernel would slip between their centres, the kernel grows. */
const LEAST_CELLS_PER_RADIUS = 3;

export interface DensityGrid extends AreaGrid {
  /** Per hectare at the centre of each cell, row by row from the south; outside the area it runs on, for contours. */
  perHectare: Float64Array;
  /** The radius used in metres: the one asked for, unless the area is too wide for it (beyond some 16 km at 100 m). */
  radiusMetres: number;
}

/**
 * The density of points in an area; null for an area without extent.
 * The sum of perHectare x shares x cell area equals the sum of the weights.
 *
 * @throws RangeError for a radius that is not above 0, and for points as `sitesOf` says
 */
export function densityGrid(area: HeatArea, points: HeatPoints, radiusMetres: number): DensityGrid | null {
  if (!(radiusMetres > 0 && radiusMetres < Infinity)) throw new RangeError(`radius of ${radiusMetres} metres`);
  const grid = areaGrid(area, radiusMetres);
  if (!grid) return null;
  const radiusCells = Math.max(radiusMetres / grid.cellMetres, LEAST_CELLS_PER_RADIUS);
  const perCell = new Float64Array(grid.columns * grid.rows);
  const sites = sitesOf(points, grid);
  if (sites.centred) spreadCentred(sites, grid, radiusCells, perCell);
  else spreadEach(sites, grid, radiusCells, perCell);
  const scale = SQUARE_METRES_PER_HECTARE / grid.cellMetres ** 2;
  return { ...grid, perHectare: perCell.map((mass) => mass * scale), radiusMetres: radiusCells * grid.cellMetres };
}

/** Adds the kernel of sites anywhere, evaluated afresh for each. */
function spreadEach(sites: Sites, grid: AreaGrid, radius: number, into: Float64Array): void {
  const side = Math.ceil(2 * radius) + 2;
  const values = new Float64Array(side * side);
  for (let s = 0; s < sites.count; s++) {
    let x = sites.x[s]!;
    let y = sites.y[s]!;
    if (isFarOutside(grid, x, y)) ({ x, y } = nearestCovered(grid, x, y));
    const window = windowAround(grid, x, y, radius);
    // Not scaled by 3 / (pi r^2): the division by the share inside takes out any constant.
    let inside = 0;
    let v = 0;
    for (let row = window.south; row <= window.north; row++) {
      const dy2 = ((row + 0.5 - y) / radius) ** 2;
      for (let column = window.west; column <= window.east; column++) {
        const rest = 1 - dy2 - ((column + 0.5 - x) / radius) ** 2;
        const value = rest > 0 ? rest * rest : 0;
        values[v++] = value;
        inside += value * grid.shares[row * grid.columns + column]!;
      }
    }
    const factor = sites.mass[s]! / inside;
    v = 0;
    for (let row = window.south; row <= window.north; row++) {
      const start = row * grid.columns;
      for (let column = window.west; column <= window.east; column++) into[start + column]! += factor * values[v++]!;
    }
  }
}

/** Adds the kernel of sites at centres of cells: one table of values serves them all. */
function spreadCentred(sites: Sites, grid: AreaGrid, radius: number, into: Float64Array): void {
  const reach = Math.floor(radius);
  const side = 2 * reach + 1;
  const values = new Float64Array(side * side);
  const halfWidths = new Int32Array(side);
  for (let j = -reach; j <= reach; j++) {
    halfWidths[j + reach] = Math.floor(Math.sqrt(radius * radius - j * j));
    for (let i = -reach; i <= reach; i++) {
      const rest = 1 - (i * i + j * j) / (radius * radius);
      values[(j + reach) * side + i + reach] = rest > 0 ? rest * rest : 0;
    }
  }
  const { columns, rows, shares } = grid;
  for (let s = 0; s < sites.count; s++) {
    let x = sites.x[s]!;
    let y = sites.y[s]!;
    if (isFarOutside(grid, x, y)) ({ x, y } = nearestCovered(grid, x, y));
    const centreColumn = Math.floor(x);
    const centreRow = Math.floor(y);
    const south = Math.max(0, centreRow - reach);
    const north = Math.min(rows - 1, centreRow + reach);
    let inside = 0;
    for (let row = south; row <= north; row++) {
      const halfWidth = halfWidths[row - centreRow + reach]!;
      const last = row * columns + Math.min(columns - 1, centreColumn + halfWidth);
      const shift = (row - centreRow + reach) * side + reach - row * columns - centreColumn;
      for (let cell = row * columns + Math.max(0, centreColumn - halfWidth); cell <= last; cell++) {
        inside += values[cell + shift]! * shares[cell]!;
      }
    }
    const factor = sites.mass[s]! / inside;
    for (let row = south; row <= north; row++) {
      const halfWidth = halfWidths[row - centreRow + reach]!;
      const last = row * columns + Math.min(columns - 1, centreColumn + halfWidth);
      const shift = (row - centreRow + reach) * side + reach - row * columns - centreColumn;
      for (let cell = row * columns + Math.max(0, centreColumn - halfWidth); cell <= last; cell++) {
        into[cell]! += factor * values[cell + shift]!;
      }
    }
  }
}

/** Cells whose centres may lie within a radius of a place, all in units of cells; bounds inclusive. */
function windowAround(grid: AreaGrid, x: number, y: number, radius: number) {
  return {
    west: Math.max(0, Math.ceil(x - radius - 0.5)),
    east: Math.min(grid.columns - 1, Math.floor(x + radius - 0.5)),
    south: Math.max(0, Math.ceil(y - radius - 0.5)),
    north: Math.min(grid.rows - 1, Math.floor(y + radius - 0.5)),
  };
}
