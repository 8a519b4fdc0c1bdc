import type { Columns } from '../columns/columns.ts';
import type { CompiledFilter } from './compile-filter.ts';

/**
 * Rows of a block that fit a filter. Each condition goes over one column at a time and keeps the rows that pass, written
 * without branches (add 1 or 0 to the count), since which rows pass cannot be foretold.
 */

/** Writes the rows from..to-1 that fit into `filter.hits` (room for to - from needed); answers with their number. */
export function selectRange(columns: Columns, filter: CompiledFilter, from: number, to: number): number {
  const { hits, flags: fits } = filter;
  const { flags } = columns;
  let count = 0;
  for (let row = from; row < to; row++) {
    hits[count] = row;
    count += fits[flags[row]!]!;
  }
  return narrow(columns, filter, count);
}

/** The same of the first `given` rows that `filter.hits` names already. */
export function selectListed(columns: Columns, filter: CompiledFilter, given: number): number {
  return narrow(columns, filter, narrowBy(filter.hits, given, columns.flags, filter.flags));
}

function narrow(columns: Columns, filter: CompiledFilter, given: number): number {
  const { hits, classes, areas, time, boxes, polygon, rows } = filter;
  let count = given;
  if (classes) count = narrowBy(hits, count, columns.classes, classes);
  if (areas) count = narrowBy(hits, count, columns.areas, areas);
  if (time) count = narrowByTime(hits, count, columns.reportedAt, time.since, time.before);
  if (boxes) count = narrowByBoxes(hits, count, columns, boxes);
  if (rows) count = narrowByRows(hits, count, rows.get(columns));
  if (polygon) count = polygon.narrow(hits, count, columns.lng, columns.lat);
  return count;
}

function narrowBy(hits: Int32Array, given: number, slots: Uint8Array | Uint16Array, fits: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < given; i++) {
    const row = hits[i]!;
    hits[count] = row;
    count += fits[slots[row]!]!;
  }
  return count;
}

function narrowByTime(hits: Int32Array, given: number, times: Float64Array, since: number, before: number): number {
  let count = 0;
  for (let i = 0; i < given; i++) {
    const row = hits[i]!;
    const time = times[row]!;
    hits[count] = row;
    count += Number(time >= since) & Number(time < before);
  }
  return count;
}

function narrowByBoxes(hits: Int32Array, given: number, { lng, lat }: Columns, boxes: Int32Array): number {
  let count = 0;
  for (let i = 0; i < given; i++) {
    const row = hits[i]!;
    const [x, y] = [lng[row]!, lat[row]!];
    let fits = 0;
    for (let box = 0; box < boxes.length; box += 4) {
      fits |=
        Number(x >= boxes[box]!) &
        Number(y >= boxes[box + 1]!) &
        Number(x <= boxes[box + 2]!) &
        Number(y <= boxes[box + 3]!);
    }
    hits[count] = row;
    count += fits;
  }
  return count;
}

function narrowByRows(hits: Int32Array, given: number, bits: Uint32Array | undefined): number {
  if (!bits) return 0;
  let count = 0;
  for (let i = 0; i < given; i++) {
    const row = hits[i]!;
    hits[count] = row;
    count += (bits[row >>> 5]! >>> (row & 31)) & 1;
  }
  return count;
}
