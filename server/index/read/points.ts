import { toDegrees, type Columns } from '../columns/columns.ts';
import { BLOCK_ROWS, type CompiledFilter } from './compile-filter.ts';
import type { ReportIndex } from '../columns/report-index.ts';
import { scanSections, type Visitor } from './scan.ts';

/** Points with their weights, column by column, all of equal length. */
export interface PointColumns {
  /** Published places in degrees WGS 84. */
  lng: Float64Array;
  lat: Float64Array;
  supports: Uint32Array;
  /** 0 where none was named. */
  households: Uint32Array;
  /** Slots of the dictionary's classes. */
  classes: Uint16Array;
}

/** What a map of some areas is made of, and what of the reports it leaves out. */
export interface CountsIn {
  /** Reports that fit the filter. */
  total: number;
  /** Of these, in the areas: with a place on the map, and known by settlement only. */
  onMap: number;
  areaOnly: number;
  /** In none of the areas. */
  outside: number;
}

/** What heat is made of. */
export interface PointsIn {
  /** For each group of areas the points counted there. */
  points: PointColumns[];
  counts: CountsIn;
}

const NOWHERE = -1;

/**
 * For each area slot of the dictionary the number of its group, NOWHERE where it is in none.
 *
 * @param groups ids of areas; no id in two groups
 */
export function areaSlots(index: ReportIndex, groups: readonly (readonly number[])[]): Int32Array {
  const groupOfId = new Map(groups.flatMap((ids, group) => ids.map((id) => [id, group] as const)));
  return Int32Array.from(index.dictionary.areas, ({ id }) => (id === null ? NOWHERE : (groupOfId.get(id) ?? NOWHERE)));
}

/** Visits the exact and coarse reports in some areas that fit a filter; says what was left out. */
export function scanIn(index: ReportIndex, slots: Int32Array, filter: CompiledFilter, visit: Visitor): CountsIn {
  const inside = new Int32Array(BLOCK_ROWS);
  let [total, onMap, areaOnly] = [0, 0, 0];
  scanSections([index.body, index.tail], filter, (columns, rows, count) => {
    const { areas } = columns;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      inside[kept] = row;
      kept += Number(slots[areas[row]!]! >= 0);
    }
    total += count;
    onMap += kept;
    if (kept > 0) visit(columns, inside, kept);
  });
  scanSections([index.aside], filter, (columns, rows, count) => {
    total += count;
    for (let i = 0; i < count; i++) areaOnly += Number(slots[columns.areas[rows[i]!]!]! >= 0);
  });
  return { total, onMap, areaOnly, outside: total - onMap - areaOnly };
}

/**
 * The exact and coarse reports that fit a filter, by groups of areas: a settlement with its quarters, say.
 *
 * @param groups ids of areas; no id in two groups
 */
export function pointsIn(index: ReportIndex, groups: readonly (readonly number[])[], filter: CompiledFilter): PointsIn {
  const slots = areaSlots(index, groups);
  const lists = groups.map(() => new GrowingPoints());
  const counts = scanIn(index, slots, filter, (columns, rows, count) => {
    for (let i = 0; i < count; i++) lists[slots[columns.areas[rows[i]!]!]!]!.add(columns, rows[i]!);
  });
  return { points: lists.map((list) => list.columns()), counts };
}

/** All exact and coarse reports that fit a filter, wherever they are. */
export function pointsOf(index: ReportIndex, filter: CompiledFilter): PointColumns {
  const list = new GrowingPoints();
  scanSections([index.body, index.tail], filter, (columns, rows, count) => {
    for (let i = 0; i < count; i++) list.add(columns, rows[i]!);
  });
  return list.columns();
}

/** Number of reports that fit a filter. */
export function countOf(index: ReportIndex, filter: CompiledFilter): number {
  let total = 0;
  scanSections(index.sections, filter, (_columns, _rows, count) => (total += count));
  return total;
}

/** West, south, east, north in degrees of the exact and coarse reports that fit a filter; null when there are none. */
export function extentOf(index: ReportIndex, filter: CompiledFilter): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  scanSections([index.body, index.tail], filter, ({ lng, lat }, rows, count) => {
    for (let i = 0; i < count; i++) {
      const [x, y] = [lng[rows[i]!]!, lat[rows[i]!]!];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
  });
  return west === Infinity ? null : [toDegrees(west), toDegrees(south), toDegrees(east), toDegrees(north)];
}

class GrowingPoints {
  #length = 0;
  #lng = new Float64Array(BLOCK_ROWS);
  #lat = new Float64Array(BLOCK_ROWS);
  #supports = new Uint32Array(BLOCK_ROWS);
  #households = new Uint32Array(BLOCK_ROWS);
  #classes = new Uint16Array(BLOCK_ROWS);

  add({ lng, lat, supports, households, classes }: Columns, row: number): void {
    const at = this.#length++;
    if (at === this.#lng.length) this.#double();
    this.#lng[at] = toDegrees(lng[row]!);
    this.#lat[at] = toDegrees(lat[row]!);
    this.#supports[at] = supports[row]!;
    this.#households[at] = households[row]!;
    this.#classes[at] = classes[row]!;
  }

  columns(): PointColumns {
    return {
      lng: this.#lng.subarray(0, this.#length),
      lat: this.#lat.subarray(0, this.#length),
      supports: this.#supports.subarray(0, this.#length),
      households: this.#households.subarray(0, this.#length),
      classes: this.#classes.subarray(0, this.#length),
    };
  }

  #double(): void {
    const room = this.#lng.length * 2;
    const { lng, lat, supports, households, classes } = this.columns();
    (this.#lng = new Float64Array(room)).set(lng);
    (this.#lat = new Float64Array(room)).set(lat);
    (this.#supports = new Uint32Array(room)).set(supports);
    (this.#households = new Uint32Array(room)).set(households);
    (this.#classes = new Uint16Array(room)).set(classes);
  }
}
