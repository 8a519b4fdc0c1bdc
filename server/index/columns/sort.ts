import type { Columns } from './columns.ts';
import { isAtSamePlace, isBefore } from './order.ts';

const BITS = 8;
const BUCKETS = 1 << BITS;

/** Rows with the word each is sorted by. */
interface Words {
  rows: Int32Array;
  words: Uint32Array;
}

/** The given rows in the order of order.ts: a radix sort by key, lowest digit first, then those of one place by id. */
export function sortedInOrder(columns: Columns, rows: Int32Array): Int32Array {
  const byLow = sortedByWord(rows, wordsOf(columns.keyLow, rows));
  const byKey = sortedByWord(byLow, wordsOf(columns.keyHigh, byLow));
  // The caller's rows are never written to.
  const sorted = byKey === rows ? rows.slice() : byKey;
  for (let first = 0; first < sorted.length;) {
    let end = first + 1;
    while (end < sorted.length && isAtSamePlace(columns, sorted[first]!, columns, sorted[end]!)) end++;
    if (end - first > 1) sorted.subarray(first, end).sort((a, b) => (isBefore(columns, a, columns, b) ? -1 : 1));
    first = end;
  }
  return sorted;
}

function wordsOf(column: Uint32Array, rows: Int32Array): Uint32Array {
  // A loop: Uint32Array.from with a function takes ten times as long.
  const words = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) words[i] = column[rows[i]!]!;
  return words;
}

/** Rows by ascending word; `words` runs beside `rows`. */
function sortedByWord(rows: Int32Array, words: Uint32Array): Int32Array {
  let from: Words = { rows, words };
  let to: Words = { rows: new Int32Array(rows.length), words: new Uint32Array(rows.length) };
  for (let shift = 0; shift < 32; shift += BITS) {
    const starts = new Uint32Array(BUCKETS);
    for (const word of from.words) starts[(word >>> shift) & (BUCKETS - 1)]!++;
    // The reports of one city share their first digits: nothing to do.
    if (starts.includes(rows.length)) continue;
    for (let bucket = 0, start = 0; bucket < BUCKETS; bucket++) {
      const count = starts[bucket]!;
      starts[bucket] = start;
      start += count;
    }
    for (let i = 0; i < rows.length; i++) {
      const word = from.words[i]!;
      const at = starts[(word >>> shift) & (BUCKETS - 1)]!++;
      to.words[at] = word;
      to.rows[at] = from.rows[i]!;
    }
    // The caller's rows are never written to.
    const spare = from.rows === rows ? { rows: new Int32Array(rows.length), words: from.words } : from;
    from = to;
    to = spare;
  }
  return from.rows;
}
