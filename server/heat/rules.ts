import { bandsOf } from './bands.ts';
import { densityGrid } from './kernel.ts';
import type { HeatBand, HeatInput } from './types.ts';

export { densityGrid } from './kernel.ts';
export type { DensityGrid } from './kernel.ts';
export type { HeatArea, HeatBand, HeatInput, HeatPoints } from './types.ts';

/**
 * Lower limits of the seven bands per hectare, fixed for each weight so that two maps can be compared.
 * One report alone peaks at 0.42 at the default radius: the first band starts where two overlap.
 * The other two weights keep these steps, times what an ordinary report carries (10 neighbours who have it too, a lane
 * of 20 households), so that an ordinary place looks alike on all three maps and an exceptional one stands out.
 */
export const HEAT_LIMITS: Record<'reports' | 'supports' | 'households', readonly number[]> = {
  reports: [0.5, 1, 1.5, 2.5, 3.5, 5, 6.5],
  supports: [5, 10, 15, 25, 35, 50, 65],
  households: [10, 20, 30, 50, 70, 100, 130],
};

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
