import { mercatorY } from '../../geo/mercator.ts';
import type { TileAddress } from '../../geo/tile.ts';
import { toDegrees, type Columns } from '../columns/columns.ts';

/** A tile has 64 x 64 cells. */
const CELL_LEVELS = 6;
const CELLS = 4 ** CELL_LEVELS;
/** Units of a tile along each side, the extent of MVT. */
export const TILE_EXTENT = 4096;
const CELL_UNITS = TILE_EXTENT / 2 ** CELL_LEVELS;
const KEY_HALF_BITS = 32;

/** A cell with the reports in it. */
export interface TileCell {
  /** Number of the cell among all cells of this zoom in the world, along the Morton curve. */
  id: number;
  /** Mean place of its reports in units of the tile, 0-4095 eastward and southward; always within the cell. */
  x: number;
  y: number;
  count: number;
  supports: number;
  households: number;
}

/** Sums of the reports in each cell of one tile. A zoom beyond 20 leaves no room for 64 x 64 cells. */
export class CellSums {
  readonly #tile: TileAddress;
  readonly #counts = new Uint32Array(CELLS);
  readonly #supports = new Float64Array(CELLS);
  readonly #households = new Float64Array(CELLS);
  readonly #lng = new Float64Array(CELLS);
  readonly #lat = new Float64Array(CELLS);
  total = 0;

  constructor(tile: TileAddress) {
    this.#tile = tile;
  }

  /** Adds the first `count` of `rows`, all in the tile. Rows in Morton order are fast: a cell is one run of them. */
  add(columns: Columns, rows: Int32Array, count: number): void {
    const { keyHigh, keyLow, lng, lat, supports, households } = columns;
    // The cell is the 12 bits of the key that follow the 2 * z bits of the tile; from zoom 11 on some are in the low half.
    const bits = 2 * (this.#tile.z + CELL_LEVELS);
    const fromLow = Math.max(bits - KEY_HALF_BITS, 0);
    const dropHigh = Math.max(KEY_HALF_BITS - bits, 0);
    const dropLow = (KEY_HALF_BITS - fromLow) & (KEY_HALF_BITS - 1);
    const lowMask = 2 ** fromLow - 1;
    let cell = -1;
    let [inCell, supported, households_, lngs, lats] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const next = (((keyHigh[row]! >>> dropHigh) << fromLow) | ((keyLow[row]! >>> dropLow) & lowMask)) & (CELLS - 1);
      if (next !== cell) {
        if (inCell > 0) this.#put(cell, inCell, supported, households_, lngs, lats);
        cell = next;
        inCell = supported = households_ = lngs = lats = 0;
      }
      inCell++;
      supported += supports[row]!;
      households_ += households[row]!;
      lngs += lng[row]!;
      lats += lat[row]!;
    }
    if (inCell > 0) this.#put(cell, inCell, supported, households_, lngs, lats);
    this.total += count;
  }

  /** The cells with reports, along the Morton curve. */
  cells(): TileCell[] {
    const { z, x, y } = this.#tile;
    const first = tileNumber(z, x, y) * CELLS;
    const cells: TileCell[] = [];
    for (let cell = 0; cell < CELLS; cell++) {
      const count = this.#counts[cell]!;
      if (count === 0) continue;
      const lng = toDegrees(this.#lng[cell]! / count);
      const lat = toDegrees(this.#lat[cell]! / count);
      cells.push({
        id: first + cell,
        x: withinCell((((lng + 180) / 360) * 2 ** z - x) * TILE_EXTENT, evenBits(cell)),
        y: withinCell((mercatorY(lat) * 2 ** z - y) * TILE_EXTENT, evenBits(cell >>> 1)),
        count,
        supports: this.#supports[cell]!,
        households: this.#households[cell]!,
      });
    }
    return cells;
  }

  #put(cell: number, count: number, supports: number, households: number, lng: number, lat: number): void {
    this.#counts[cell]! += count;
    this.#supports[cell]! += supports;
    this.#households[cell]! += households;
    this.#lng[cell]! += lng;
    this.#lat[cell]! += lat;
  }
}

/** Rounding to 1e-7 degree and places beyond the mercator square must not carry a mean into the next cell. */
function withinCell(units: number, cell: number): number {
  const first = cell * CELL_UNITS;
  return Math.min(Math.max(Math.floor(units), first), first + CELL_UNITS - 1);
}

/** Number of a tile along the Morton curve of its zoom; beyond 32 bits, so without bit operators. */
function tileNumber(z: number, x: number, y: number): number {
  let number = 0;
  for (let bit = z - 1; bit >= 0; bit--) number = number * 4 + ((y >>> bit) & 1) * 2 + ((x >>> bit) & 1);
  return number;
}

/** Bits 0, 2, 4, ... of a cell's number. */
function evenBits(cell: number): number {
  let result = 0;
  for (let level = 0; level < CELL_LEVELS; level++) result |= ((cell >>> (2 * level)) & 1) << level;
  return result;
}
