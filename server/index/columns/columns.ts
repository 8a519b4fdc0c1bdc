/** 32-bit words of an id. */
export const ID_WORDS = 4;
/** Coordinates are whole multiples of this share of a degree: about 1 cm, and what a filter is exact to. */
export const UNITS_PER_DEGREE = 1e7;
/** In `resolutionDays`: the report is not resolved. */
export const NOT_RESOLVED = 0xffff;

/** Reports in columns, 54 bytes a row. Every array has the same number of rows, of which the first `length` are used. */
export class Columns {
  length = 0;
  /** UUID, four words a row. */
  ids = new Uint32Array(0);
  /** Morton key of the place on the world grid (geo/morton.ts); 0 without a place. */
  keyHigh = new Uint32Array(0);
  keyLow = new Uint32Array(0);
  /** Published place in 1e-7 degrees: exact to what filters promise, which the grid is not. */
  lng = new Int32Array(0);
  lat = new Int32Array(0);
  /** Milliseconds since 1970 UTC. */
  reportedAt = new Float64Array(0);
  /** Month of reportedAt, as calendar.ts counts. */
  months = new Uint16Array(0);
  /** Calendar days to resolution, NOT_RESOLVED where there is none. */
  resolutionDays = new Uint16Array(0);
  supports = new Uint32Array(0);
  /** 0 where none was named. */
  households = new Uint32Array(0);
  /** Slots of the dictionary. */
  classes = new Uint16Array(0);
  areas = new Uint16Array(0);
  /** See flags.ts. */
  flags = new Uint8Array(0);

  constructor(capacity: number) {
    this.#reserve(capacity);
  }

  get bytes(): number {
    return [...this.#all()].reduce((sum, column) => sum + column.byteLength, 0);
  }

  /** Adds a row without values and answers with its number; grows by `growth` when full. */
  add(growth: number): number {
    const row = this.length;
    if (row === this.flags.length) this.#reserve(Math.max(row + 1, Math.ceil(row * growth)));
    this.length = row + 1;
    return row;
  }

  /** Overwrites one row with a row of other columns. */
  copyRow(row: number, from: Columns, source: number): void {
    for (let word = 0; word < ID_WORDS; word++) this.ids[row * ID_WORDS + word] = from.ids[source * ID_WORDS + word]!;
    this.keyHigh[row] = from.keyHigh[source]!;
    this.keyLow[row] = from.keyLow[source]!;
    this.lng[row] = from.lng[source]!;
    this.lat[row] = from.lat[source]!;
    this.reportedAt[row] = from.reportedAt[source]!;
    this.months[row] = from.months[source]!;
    this.resolutionDays[row] = from.resolutionDays[source]!;
    this.supports[row] = from.supports[source]!;
    this.households[row] = from.households[source]!;
    this.classes[row] = from.classes[source]!;
    this.areas[row] = from.areas[source]!;
    this.flags[row] = from.flags[source]!;
  }

  /** Adds `count` rows: `sources` names rows of `a`, or of `b` as ~row. There has to be room. */
  addRows(a: Columns, b: Columns, sources: Int32Array, count: number): void {
    for (let i = 0, row = this.length; i < count; i++, row++) {
      const source = sources[i]!;
      this.copyRow(row, source >= 0 ? a : b, source >= 0 ? source : ~source);
    }
    this.length += count;
  }

  *#all() {
    const { ids, keyHigh, keyLow, lng, lat, reportedAt, months, resolutionDays, supports, households } = this;
    yield* [ids, keyHigh, keyLow, lng, lat, reportedAt, months, resolutionDays, supports, households];
    yield* [this.classes, this.areas, this.flags];
  }

  #reserve(capacity: number): void {
    this.ids = enlarged(this.ids, new Uint32Array(capacity * ID_WORDS));
    this.keyHigh = enlarged(this.keyHigh, new Uint32Array(capacity));
    this.keyLow = enlarged(this.keyLow, new Uint32Array(capacity));
    this.lng = enlarged(this.lng, new Int32Array(capacity));
    this.lat = enlarged(this.lat, new Int32Array(capacity));
    this.reportedAt = enlarged(this.reportedAt, new Float64Array(capacity));
    this.months = enlarged(this.months, new Uint16Array(capacity));
    this.resolutionDays = enlarged(this.resolutionDays, new Uint16Array(capacity));
    this.supports = enlarged(this.supports, new Uint32Array(capacity));
    this.households = enlarged(this.households, new Uint32Array(capacity));
    this.classes = enlarged(this.classes, new Uint16Array(capacity));
    this.areas = enlarged(this.areas, new Uint16Array(capacity));
    this.flags = enlarged(this.flags, new Uint8Array(capacity));
  }
}

function enlarged<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Degrees to the whole units of the columns. */
export function toUnits(degrees: number): number {
  return Math.round(degrees * UNITS_PER_DEGREE);
}

/** Units to degrees; gives back a coordinate of up to seven decimals exactly. */
export function toDegrees(units: number): number {
  return units / UNITS_PER_DEGREE;
}
