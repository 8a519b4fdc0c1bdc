import { keyHigh, keyLow } from './morton.ts';

/** A tile of the usual scheme: 2^z columns from the antimeridian eastward, 2^z rows from the north. */
export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** First and last Morton key of a tile, both inclusive, each as two unsigned 32-bit halves. */
export interface KeyRange {
  readonly firstHigh: number;
  readonly firstLow: number;
  readonly lastHigh: number;
  readonly lastLow: number;
}

/** The zoom whose tiles are the cells of the world grid (mercator.ts): bits of a column or row. */
export const GRID_ZOOM = 32;

/**
 * The keys of a tile. A tile owns its west and north edge and not the other two, so that each place is in exactly one
 * tile of a zoom.
 *
 * @throws RangeError when there is no such tile: the caller has to check what clients send
 */
export function keyRange({ z, x, y }: TileAddress): KeyRange {
  const tiles = 2 ** z;
  if (!(Number.isInteger(z) && z >= 0 && z <= GRID_ZOOM && isIndex(x, tiles) && isIndex(y, tiles))) {
    throw new RangeError(`no tile ${z}/${x}/${y}`);
  }
  const width = 2 ** (GRID_ZOOM - z);
  const [west, north] = [x * width, y * width];
  const [east, south] = [west + width - 1, north + width - 1];
  return {
    firstHigh: keyHigh(west, north),
    firstLow: keyLow(west, north),
    lastHigh: keyHigh(east, south),
    lastLow: keyLow(east, south),
  };
}

/** Whether a key lies in a range. */
export function inRange({ firstHigh, firstLow, lastHigh, lastLow }: KeyRange, high: number, low: number): boolean {
  return (
    (high > firstHigh || (high === firstHigh && low >= firstLow)) &&
    (high < lastHigh || (high === lastHigh && low <= lastLow))
  );
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
