import { LATTICE_PER_DEGREE, latticeArea } from './clip.ts';
import type { LatticeArea } from './clip.ts';
import { coverage } from './coverage.ts';
import { localProjection, toMetres } from '../geo/project.ts';
import type { LocalProjection } from '../geo/project.ts';
import type { HeatArea } from './types.ts';

/** A regular grid in metres over an area and a little more; cell (i, j) is the i-th from the west, j-th from the south. */
export interface AreaGrid {
  projection: LocalProjection;
  /** Corner of cell (0, 0), metres east and north of the projection's centre. */
  westMetres: number;
  southMetres: number;
  cellMetres: number;
  columns: number;
  rows: number;
  /** Share of each cell inside the area, 0..1, row by row from the south. */
  shares: Float64Array;
  lattice: LatticeArea;
}

/** A cell of a tenth of the radius puts the peak of one report within 1 % of its true value. */
const CELLS_PER_RADIUS = 10;
/** Up to here a larger area gets more cells; then the cells grow, at first down to this many in a radius ... */
const COMFORTABLE_CELLS = 40_000;
const FEWEST_CELLS_PER_RADIUS = 6;
/** ... and beyond (an area wider than some 12 km at a radius of 150 m) without regard to it. */
const MOST_CELLS = 250_000;
/** Cells around the area, so that contours leave it before the grid ends. */
const MARGIN_CELLS = 2;

/** The grid for one area, or null for an area without extent. Its cells depend on the area and the radius alone. */
export function areaGrid(area: HeatArea, radiusMetres: number): AreaGrid | null {
  const lattice = latticeArea(area.geometry);
  const box = bounds(lattice);
  if (!box) return null;
  const projection = localProjection((box.west + box.east) / 2, (box.south + box.north) / 2);
  const [west, south] = toMetres(projection, box.west, box.south);
  const [east, north] = toMetres(projection, box.east, box.north);
  const cellMetres = cellSize(east - west, north - south, radiusMetres);
  const columns = Math.ceil((east - west) / cellMetres) + 2 * MARGIN_CELLS;
  const rows = Math.ceil((north - south) / cellMetres) + 2 * MARGIN_CELLS;
  const westMetres = -(columns * cellMetres) / 2;
  const southMetres = -(rows * cellMetres) / 2;
  const rings = lattice.rings.map((ring) =>
    ring.map((point) => {
      const lng = (lattice.originX + point.x) / LATTICE_PER_DEGREE;
      const lat = (lattice.originY + point.y) / LATTICE_PER_DEGREE;
      const [x, y] = toMetres(projection, lng, lat);
      return { x: (x - westMetres) / cellMetres, y: (y - southMetres) / cellMetres };
    }),
  );
  const shares = coverage(rings, columns, rows);
  return { projection, westMetres, southMetres, cellMetres, columns, rows, shares, lattice };
}

/** Side of a cell in metres for a box of this size. */
function cellSize(widthMetres: number, heightMetres: number, radiusMetres: number): number {
  const fine = radiusMetres / CELLS_PER_RADIUS;
  const comfortable = Math.sqrt((widthMetres * heightMetres) / COMFORTABLE_CELLS);
  const bounded = Math.sqrt((widthMetres * heightMetres) / MOST_CELLS);
  // A long thin box has few cells by area but could still have endless rows or columns.
  const longest = Math.max(widthMetres, heightMetres) / MOST_CELLS;
  return Math.max(fine, Math.min(comfortable, radiusMetres / FEWEST_CELLS_PER_RADIUS), bounded, longest);
}

/** Box of the outer rings in degrees. */
function bounds({ rings, originX, originY }: LatticeArea) {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const ring of rings) {
    for (const { x, y } of ring) {
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
  }
  if (!(west < east && south < north)) return null;
  return {
    west: (originX + west) / LATTICE_PER_DEGREE,
    south: (originY + south) / LATTICE_PER_DEGREE,
    east: (originX + east) / LATTICE_PER_DEGREE,
    north: (originY + north) / LATTICE_PER_DEGREE,
  };
}
