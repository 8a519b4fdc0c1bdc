import { inRange, keyRange, type KeyRange, type TileAddress } from '../../geo/tile.ts';
import { CellSums, type TileCell } from './cells.ts';
import type { Columns } from '../columns/columns.ts';
import type { CompiledFilter } from './compile-filter.ts';
import { worldCell } from '../columns/encode-row.ts';
import { PLACED_FLAG } from '../columns/flags.ts';
import { isAtSamePlace, isBefore } from '../columns/order.ts';
import { PointList } from './point-list.ts';
import { inTile, TilePoints } from './tile-points.ts';
import type { ReportIndex } from '../columns/report-index.ts';
import { rangeOf, scanRange, scanUnsorted } from './scan.ts';

/** From this zoom on a tile shows points, however many. */
export const POINTS_FROM_ZOOM = 15;
/** Up to so many reports a tile of any zoom shows points. */
export const POINTS_MAX = 200;

/** The reports known by settlement only of one area. */
export interface TileArea {
  /** Id and code of the area. */
  id: number | null;
  area: string | null;
  /** Its label point in units of the tile. */
  x: number;
  y: number;
  count: number;
}

/** What a tile shows: each report that fits and lies in it is in exactly one of the three lists. */
export interface Tile {
  /** Without any where there are cells. */
  points: PointList;
  cells: TileCell[];
  areas: TileArea[];
}

/**
 * A tile of the reports that fit a filter.
 *
 * @throws RangeError when there is no such tile: the caller has to check what clients send
 */
export function tileOf(index: ReportIndex, tile: TileAddress, filter: CompiledFilter): Tile {
  const range = keyRange(tile);
  const body = index.body.columns;
  const tail = index.tail.columns;
  const { from, to } = rangeOf(body, range);
  const areas = areasOf(index, tile, range, filter);
  const points = new PointList(index.dictionary);
  const tailRows = rowsIn(tail, range, filter);
  if (tile.z >= POINTS_FROM_ZOOM) {
    const inOrder = new TilePoints(points, tile.z, tail, tailRows);
    scanRange(body, filter, from, to, (columns, rows, count) => inOrder.addBody(columns, rows, count));
    inOrder.finish();
    return { points, cells: [], areas };
  }
  const sums = new CellSums(tile);
  sums.add(tail, tailRows, tailRows.length);
  const inOrder = sums.total <= POINTS_MAX ? new TilePoints(points, tile.z, tail, tailRows) : null;
  scanRange(body, filter, from, to, (columns, rows, count) => {
    sums.add(columns, rows, count);
    if (sums.total <= POINTS_MAX) inOrder?.addBody(columns, rows, count);
  });
  if (sums.total > POINTS_MAX) return { points: new PointList(index.dictionary), cells: sums.cells(), areas };
  inOrder?.finish();
  return { points, cells: [], areas };
}

/** The rows of unsorted columns that lie in a tile and fit. */
function rowsIn(columns: Columns, range: KeyRange, filter: CompiledFilter): Int32Array {
  const found: number[] = [];
  scanUnsorted(columns, filter, range, (_columns, rows, count) => {
    for (let i = 0; i < count; i++) found.push(rows[i]!);
  });
  return Int32Array.from(found);
}

function areasOf(index: ReportIndex, tile: TileAddress, range: KeyRange, filter: CompiledFilter): TileArea[] {
  if (!hasPlaceIn(index, range)) return [];
  const { columns } = index.aside;
  const found = new Map<number, { row: number; count: number }>();
  scanUnsorted(columns, filter, range, (_columns, rows, count) => {
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      if ((columns.flags[row]! & PLACED_FLAG) === 0) continue;
      const slot = columns.areas[row]!;
      const area = found.get(slot);
      if (!area) {
        found.set(slot, { row, count: 1 });
        continue;
      }
      area.count++;
      // While a label point moves there are two: the choice must not hang on which report came first.
      if (!isAtSamePlace(columns, row, columns, area.row) && isBefore(columns, row, columns, area.row)) area.row = row;
    }
  });
  return [...found]
    .map(([slot, { row, count }]) => {
      const { id, code } = index.dictionary.areas[slot]!;
      const { x, y } = worldCell(columns, row);
      return { id, area: code, x: inTile(x, tile.z), y: inTile(y, tile.z), count };
    })
    .sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
}

function hasPlaceIn(index: ReportIndex, range: KeyRange): boolean {
  for (const [high, lows] of index.asidePlaces) {
    if (high < range.firstHigh || high > range.lastHigh) continue;
    for (const low of lows) if (inRange(range, high, low)) return true;
  }
  return false;
}
