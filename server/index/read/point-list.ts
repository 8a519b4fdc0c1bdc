import { ID_WORDS, type Columns } from '../columns/columns.ts';
import type { Dictionary } from '../columns/dictionary.ts';
import { DEMO_FLAG, precisionNumber, precisionOf, statusNumber, statusOf } from '../columns/flags.ts';
import { formatUuid } from '../columns/uuid.ts';

const FIRST_ROOM = 256;

/** A report in a tile. */
export interface TilePoint {
  /** UUID. */
  id: string;
  /** Units of the tile, 0-4095 eastward and southward. */
  x: number;
  y: number;
  category: string;
  kind: string | null;
  status: string;
  area: string | null;
  precision: string;
  supports: number;
  /** null where none was named. */
  households: number | null;
  demo: boolean;
}

/** Points of a tile in columns, copied out of the index: tens of thousands are usual at zoom 15 in a dense place. */
export class PointList {
  readonly dictionary: Dictionary;
  length = 0;
  ids = new Uint32Array(FIRST_ROOM * ID_WORDS);
  /** Units of the tile. */
  x = new Uint16Array(FIRST_ROOM);
  y = new Uint16Array(FIRST_ROOM);
  /** Slots of the dictionary. */
  classes = new Uint16Array(FIRST_ROOM);
  areas = new Uint16Array(FIRST_ROOM);
  flags = new Uint8Array(FIRST_ROOM);
  supports = new Uint32Array(FIRST_ROOM);
  households = new Uint32Array(FIRST_ROOM);

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  /** Adds a row of the index at a place in units of the tile. */
  add(columns: Columns, row: number, x: number, y: number): void {
    const at = this.length++;
    if (at === this.flags.length) this.#double();
    for (let word = 0; word < ID_WORDS; word++) {
      this.ids[at * ID_WORDS + word] = columns.ids[row * ID_WORDS + word]!;
    }
    this.x[at] = x;
    this.y[at] = y;
    this.classes[at] = columns.classes[row]!;
    this.areas[at] = columns.areas[row]!;
    this.flags[at] = columns.flags[row]!;
    this.supports[at] = columns.supports[row]!;
    this.households[at] = columns.households[row]!;
  }

  /** Number of a point's status among STATUSES. */
  statusNumber(point: number): number {
    return statusNumber(this.flags[point]!);
  }

  /** Number of a point's precision among PRECISIONS. */
  precisionNumber(point: number): number {
    return precisionNumber(this.flags[point]!);
  }

  isDemo(point: number): boolean {
    return (this.flags[point]! & DEMO_FLAG) !== 0;
  }

  /** One point in words. */
  at(point: number): TilePoint {
    const { category, kind } = this.dictionary.classes[this.classes[point]!]!;
    const flags = this.flags[point]!;
    return {
      id: formatUuid(this.ids, point),
      x: this.x[point]!,
      y: this.y[point]!,
      category,
      kind,
      status: statusOf(flags),
      area: this.dictionary.areas[this.areas[point]!]!.code,
      precision: precisionOf(flags),
      supports: this.supports[point]!,
      households: this.households[point]! || null,
      demo: this.isDemo(point),
    };
  }

  #double(): void {
    const room = this.flags.length * 2;
    const { ids, x, y, classes, areas, flags, supports, households } = this;
    (this.ids = new Uint32Array(room * ID_WORDS)).set(ids);
    (this.x = new Uint16Array(room)).set(x);
    (this.y = new Uint16Array(room)).set(y);
    (this.classes = new Uint16Array(room)).set(classes);
    (this.areas = new Uint16Array(room)).set(areas);
    (this.flags = new Uint8Array(room)).set(flags);
    (this.supports = new Uint32Array(room)).set(supports);
    (this.households = new Uint32Array(room)).set(households);
  }
}
