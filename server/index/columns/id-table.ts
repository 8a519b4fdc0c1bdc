import { ID_WORDS, type Columns } from './columns.ts';

/** Rows per slot when full; open addressing with linear probing stays short below it. */
const LOAD_MAX = 0.75;
const SLOTS_MIN = 16;

/** Finds the row of an id in some columns: an open-addressing hash table of row numbers, 5.3 bytes a row when full. */
export class IdTable {
  readonly #columns: Columns;
  /** Row + 1, 0 when free. */
  #slots: Int32Array;
  #used = 0;

  constructor(columns: Columns, rows: number) {
    this.#columns = columns;
    this.#slots = emptySlots(rows);
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The row of the id at ids[at * 4 ...], or -1. */
  find(ids: Uint32Array, at: number): number {
    return this.#slots[this.#slotOf(ids, at)]! - 1;
  }

  /** Enters a row of the columns under its id, in the place of an earlier row with the same id. */
  put(row: number): void {
    if (this.#used >= this.#slots.length * LOAD_MAX) this.#grow();
    const slot = this.#slotOf(this.#columns.ids, row);
    if (this.#slots[slot] === 0) this.#used++;
    this.#slots[slot] = row + 1;
  }

  /** The slot that holds the id, or the free one where it belongs. */
  #slotOf(ids: Uint32Array, at: number): number {
    const slots = this.#slots;
    const mine = this.#columns.ids;
    const [a, b, c, d] = [
      ids[at * ID_WORDS]!,
      ids[at * ID_WORDS + 1]!,
      ids[at * ID_WORDS + 2]!,
      ids[at * ID_WORDS + 3]!,
    ];
    // The hash as a share of the slots: their number need not be a power of two.
    let slot = Math.floor(hash(a, b, c, d) * (slots.length / 2 ** 32));
    for (;;) {
      const word = (slots[slot]! - 1) * ID_WORDS;
      if (word < 0) return slot;
      if (mine[word] === a && mine[word + 1] === b && mine[word + 2] === c && mine[word + 3] === d) return slot;
      if (++slot === slots.length) slot = 0;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = emptySlots(this.#used * 2);
    for (const entry of before) {
      if (entry !== 0) this.#slots[this.#slotOf(this.#columns.ids, entry - 1)] = entry;
    }
  }
}

function emptySlots(rows: number): Int32Array {
  return new Int32Array(Math.max(SLOTS_MIN, Math.ceil(rows / LOAD_MAX) + 1));
}

/** Mixes all four words: the ids of one source may agree in most of their digits (finalizer of MurmurHash3). */
function hash(a: number, b: number, c: number, d: number): number {
  let mixed = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca77) ^ Math.imul(d, 0xc2b2ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
