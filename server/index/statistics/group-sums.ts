import { NOT_RESOLVED, type Columns } from '../columns/columns.ts';
import { BLOCK_ROWS } from '../read/compile-filter.ts';
import type { GroupTimes } from './group-times.ts';

/** Up to so many possible groups, each has its place in a table (8 MB at most); beyond, those that occur are in a map. */
const TABLE_SIZE_MAX = 2 ** 18;
/** Rows that are added in one go; room is made for as many resolved ones. */
const RANGE_ROWS = 2 ** 16;
/** Of flags whose rows are not added. */
const UNFIT = -1;
const FIRST_ROOM = 1024;
const FIRST_ROOM_RESOLVED = 2 ** 16;
/** Numbers of a group, side by side since they are needed together: reports, supports, households, and one unused. */
const MEASURES_BITS = 2;
const MEASURES_ROOM = 2 ** MEASURES_BITS;

/** What each column of a row adds to the key of its group: whole numbers. */
export interface KeyParts {
  /** By slot of the dictionary, and by flags. */
  readonly areas: Float64Array;
  readonly classes: Float64Array;
  readonly flags: Float64Array;
  /** By the times of the row. */
  readonly times: GroupTimes;
  /** All keys are below. */
  readonly size: number;
}

/** The groups that occur, by ascending key. */
export interface Groups {
  readonly keys: Float64Array;
  readonly counts: Float64Array;
  readonly supports: Float64Array;
  readonly households: Float64Array;
  /** One for each resolved report: its group and its days to resolution. */
  readonly resolvedGroups: Int32Array;
  readonly resolvedDays: Uint16Array;
}

/** Sums by key. Places are keys, or numbers in the order of appearance where keys are too many. */
export class GroupSums {
  readonly #parts: KeyParts;
  /** Parts for areas, classes and flags. */
  readonly #wholeParts: readonly [Int32Array, Int32Array, Int32Array];
  readonly #placeOfKey: Map<number, number> | null;
  readonly #times = new Float64Array(BLOCK_ROWS);
  #sums: Float64Array;
  #resolvedLength = 0;
  #resolvedPlaces = new Int32Array(FIRST_ROOM_RESOLVED);
  #resolvedDays = new Uint16Array(FIRST_ROOM_RESOLVED);

  /** @param fits 1 where a row with these flags is to be added (CompiledFilter) */
  constructor(parts: KeyParts, fits: Uint8Array) {
    this.#parts = parts;
    const flagParts = Int32Array.from(parts.flags, (part, flags) => (fits[flags] ? part : UNFIT));
    this.#wholeParts = [Int32Array.from(parts.areas), Int32Array.from(parts.classes), flagParts];
    this.#placeOfKey = parts.size > TABLE_SIZE_MAX ? new Map<number, number>() : null;
    this.#sums = new Float64Array((this.#placeOfKey ? FIRST_ROOM : parts.size) * MEASURES_ROOM);
  }

  /** Adds the first `count` of `rows`, at most a block of them; all must fit. */
  add(columns: Columns, rows: Int32Array, count: number): void {
    this.#reserveResolved(count);
    const { monthStep } = this.#parts.times;
    if (!this.#placeOfKey && monthStep !== null) {
      this.#addByTable(columns, rows, 0, count, monthStep);
      return;
    }
    this.#parts.times.write(columns, rows, count, this.#times);
    this.#addAny(columns, rows, count);
  }

  /** Adds all rows whose flags fit, without a list of them in between; false where that cannot be done. */
  addAll(columns: Columns): boolean {
    const { monthStep } = this.#parts.times;
    if (this.#placeOfKey || monthStep === null) return false;
    for (let from = 0; from < columns.length; from += RANGE_ROWS) {
      const to = Math.min(from + RANGE_ROWS, columns.length);
      this.#reserveResolved(to - from);
      this.#addByTable(columns, null, from, to, monthStep);
    }
    return true;
  }

  /** What was added, by ascending key. */
  groups(): Groups {
    const placeOfKey = this.#placeOfKey;
    const keys = placeOfKey ? Float64Array.from(placeOfKey.keys()).sort() : this.#keysInTable();
    const places = placeOfKey ? Int32Array.from(keys, (key) => placeOfKey.get(key)!) : Int32Array.from(keys);
    const groupOfPlace = new Int32Array(this.#sums.length / MEASURES_ROOM);
    for (let group = 0; group < places.length; group++) groupOfPlace[places[group]!] = group;
    const resolvedGroups = this.#resolvedPlaces.subarray(0, this.#resolvedLength);
    for (let i = 0; i < resolvedGroups.length; i++) resolvedGroups[i] = groupOfPlace[resolvedGroups[i]!]!;
    const [counts, supports, households] = [0, 1, 2].map((measure) => {
      const column = new Float64Array(places.length);
      for (let i = 0; i < places.length; i++) column[i] = this.#sums[places[i]! * MEASURES_ROOM + measure]!;
      return column;
    });
    return {
      keys,
      counts: counts!,
      supports: supports!,
      households: households!,
      resolvedGroups,
      resolvedDays: this.#resolvedDays.subarray(0, this.#resolvedLength),
    };
  }

  /** Adds the rows listed at from..to-1, or these rows themselves without a list. */
  // All names are local and all indices whole numbers: a million rows pass here, and each detour counts.
  #addByTable(columns: Columns, rows: Int32Array | null, from: number, to: number, monthStep: number): void {
    const [areaParts, classParts, flagParts] = this.#wholeParts;
    const { areas, classes, flags, months, supports, households, resolutionDays } = columns;
    const [sums, resolvedPlaces, resolvedDays] = [this.#sums, this.#resolvedPlaces, this.#resolvedDays];
    const { firstMonth } = this.#parts.times;
    let resolvedLength = this.#resolvedLength;
    for (let i = from; i < to; i++) {
      const row = rows === null ? i : rows[i]!;
      const flagPart = flagParts[flags[row]!]!;
      if (flagPart === UNFIT) continue;
      const month = Math.imul(months[row]! - firstMonth, monthStep);
      const key = (areaParts[areas[row]!]! + classParts[classes[row]!]! + flagPart + month) | 0;
      const days = resolutionDays[row]!;
      resolvedPlaces[resolvedLength] = key;
      resolvedDays[resolvedLength] = days;
      resolvedLength += days !== NOT_RESOLVED ? 1 : 0;
      const at = key << MEASURES_BITS;
      sums[at]! += 1;
      sums[at + 1]! += supports[row]!;
      sums[at + 2]! += households[row]!;
    }
    this.#resolvedLength = resolvedLength;
  }

  #addAny(columns: Columns, rows: Int32Array, count: number): void {
    const { areas, classes, flags } = this.#parts;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const time = this.#times[i]!;
      const key = areas[columns.areas[row]!]! + classes[columns.classes[row]!]! + flags[columns.flags[row]!]! + time;
      const place = this.#placeOf(key);
      const at = place * MEASURES_ROOM;
      this.#sums[at]! += 1;
      this.#sums[at + 1]! += columns.supports[row]!;
      this.#sums[at + 2]! += columns.households[row]!;
      const days = columns.resolutionDays[row]!;
      if (days === NOT_RESOLVED) continue;
      this.#resolvedPlaces[this.#resolvedLength] = place;
      this.#resolvedDays[this.#resolvedLength++] = days;
    }
  }

  #reserveResolved(count: number): void {
    if (this.#resolvedLength + count <= this.#resolvedDays.length) return;
    const room = this.#resolvedDays.length * 2 + count;
    this.#resolvedPlaces = enlarged(this.#resolvedPlaces, new Int32Array(room));
    this.#resolvedDays = enlarged(this.#resolvedDays, new Uint16Array(room));
  }

  #placeOf(key: number): number {
    const places = this.#placeOfKey;
    if (!places) return key;
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
      const room = place * MEASURES_ROOM;
      if (room === this.#sums.length) this.#sums = enlarged(this.#sums, new Float64Array(room * 2));
    }
    return place;
  }

  #keysInTable(): Float64Array {
    const keys = new Float64Array(this.#parts.size);
    let length = 0;
    for (let key = 0; key < keys.length; key++) if (this.#sums[key * MEASURES_ROOM]! > 0) keys[length++] = key;
    return keys.subarray(0, length);
  }
}

function enlarged<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
