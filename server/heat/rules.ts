import { bandsOf } from './bands.ts';
import { densityGrid } from './kernel.ts';
import type { HeatBand, HeatInput } from './types.ts';

export { densityGrid } from './kernel.ts';
export type { DensityGrid } from './kernel.ts';
export type { HeatArea, HeatBand, HeatInput, HeatPoints } from './types.ts';

/**
 * Disjoint bands of kernel density per hectare inside one area, lowest first, bands without any place left out.
 * Method, formulas and the size of a cell: `kernel.ts` and `grid.ts`; clipping: `clip.ts`.
 *
 * The mass of every point stays in its area; a point of weight 0 adds nothing. An area too wide for the grid (beyond
 * some 12 km at 150 m) is computed on a coarser one: see `cellMetres` and `radiusMetres` of `densityGrid`.
 *
 * @throws RangeError for limits that do not ascend from above 0, a radius that is not above 0, columns of different
 *   length, coordinates that are not finite, or negative weights
 */
export function heatBands({ area, points, radiusMetres, limits }: HeatInput): HeatBand[] {
  if (!limits.every((limit, k) => limit > (limits[k - 1] ?? 0) && limit < Infinity)) {
    throw new RangeError(`limits do not ascend from above 0: ${limits.join(', ')}`);
  }
  const grid = densityGrid(area, points, radiusMetres);
  return grid ? bandsOf(grid, limits, area.code) : [];
}
