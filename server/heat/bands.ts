import { contours } from 'd3-contour';
import type { Paths64 } from 'clipper2-ts';
import { insideArea, LATTICE_PER_DEGREE } from './clip.ts';
import type { DensityGrid } from './kernel.ts';
import { toDegrees } from '../geo/project.ts';
import type { HeatBand } from './types.ts';

/**
 * Cuts a density into stepped bands inside its area (marching squares with linear interpolation). Every place with at
 * least `limits[k]` and less than `limits[k + 1]` per hectare lies in band k; bands without any place are left out.
 */
export function bandsOf(grid: DensityGrid, limits: readonly number[], area: string): HeatBand[] {
  const contour = contours().size([grid.columns, grid.rows]).smooth(true).contour;
  const highest = grid.perHectare.reduce((a, b) => Math.max(a, b), 0);
  const atLeast = limits.map((limit) => {
    if (limit > highest) return [];
    // The library only ever reads values by their index, so a typed array serves; its types know plain arrays alone.
    const { coordinates } = contour(grid.perHectare as unknown as number[], limit);
    return latticeRings(coordinates.flat(), grid);
  });
  const bands: HeatBand[] = [];
  for (const [k, min] of limits.entries()) {
    // Contours are nested, and stay so on the lattice, because rounding never changes the order of their crossings with
    // the lines of the grid: so the rings of two levels together, by the even-odd rule, are what lies between them.
    const between = [...atLeast[k]!, ...(atLeast[k + 1] ?? [])];
    const geometry = insideArea(between, grid.lattice);
    if (geometry) bands.push({ min, max: limits[k + 1] ?? null, area, geometry });
  }
  return bands;
}

/** Rings in units of cells (a cell's centre at i + 0.5, as d3-contour has it) on the lattice of the area. */
function latticeRings(rings: number[][][], grid: DensityGrid): Paths64 {
  const { projection, westMetres, southMetres, cellMetres, lattice } = grid;
  return rings.map((ring) =>
    ring.map(([x, y]) => {
      const [lng, lat] = toDegrees(projection, westMetres + x! * cellMetres, southMetres + y! * cellMetres);
      return {
        x: Math.round(lng * LATTICE_PER_DEGREE) - lattice.originX,
        y: Math.round(lat * LATTICE_PER_DEGREE) - lattice.originY,
      };
    }),
  );
}
