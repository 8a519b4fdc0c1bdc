import { inRange, type KeyRange } from '../../geo/tile.ts';
import type { Columns } from '../columns/columns.ts';
import { BLOCK_ROWS, type CompiledFilter } from './compile-filter.ts';
import type { Section } from '../columns/section.ts';
import { selectListed, selectRange } from './select.ts';

/** Hears of rows that fit: numbers of the first `count` are in `rows`, which is used again for the next block. */
export type Visitor = (columns: Columns, rows: Int32Array, count: number) => void;

/** Visits the rows from..to-1 that fit, block by block, in their order. */
export function scanRange(columns: Columns, filter: CompiledFilter, from: number, to: number, visit: Visitor): void {
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const count = selectRange(columns, filter, start, Math.min(start + BLOCK_ROWS, to));
    if (count > 0) visit(columns, filter.hits, count);
  }
}

/** Visits all rows of the sections that fit. */
export function scanSections(sections: readonly Section[], filter: CompiledFilter, visit: Visitor): void {
  for (const { columns } of sections) scanRange(columns, filter, 0, columns.length, visit);
}

/** Visits the rows of unsorted columns that lie in a tile and fit. */
export function scanUnsorted(columns: Columns, filter: CompiledFilter, range: KeyRange, visit: Visitor): void {
  const { keyHigh, keyLow, length } = columns;
  for (let start = 0; start < length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, length);
    let inside = 0;
    for (let row = start; row < end; row++) {
      if (inRange(range, keyHigh[row]!, keyLow[row]!)) filter.hits[inside++] = row;
    }
    const count = selectListed(columns, filter, inside);
    if (count > 0) visit(columns, filter.hits, count);
  }
}

/** First and one past the last row of a tile in columns that are sorted by key: two binary searches. */
export function rangeOf(columns: Columns, range: KeyRange): { from: number; to: number } {
  return {
    from: firstRow(
      columns,
      (high, low) => high > range.firstHigh || (high === range.firstHigh && low >= range.firstLow),
    ),
    to: firstRow(columns, (high, low) => high > range.lastHigh || (high === range.lastHigh && low > range.lastLow)),
  };
}

/** The first row whose key has passed a limit. */
function firstRow({ keyHigh, keyLow, length }: Columns, passed: (high: number, low: number) => boolean): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (passed(keyHigh[middle]!, keyLow[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
