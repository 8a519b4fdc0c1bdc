import type { Filter } from '../../filters/rules.ts';
import type { Box } from '../../filters/polygon.ts';
import { ID_WORDS, toDegrees, toUnits, type Columns } from '../columns/columns.ts';
import { DEAD_FLAG, DEMO_FLAG, FLAGS, PLACED_FLAG, statusOf } from '../columns/flags.ts';
import { PolygonTest } from './polygon.ts';
import type { ReportIndex } from '../columns/report-index.ts';

/** Rows that are looked at in one go: their columns and the list of hits stay in the processor's nearest caches. */
export const BLOCK_ROWS = 4096;

/**
 * A filter as tables and limits. It belongs to the state the index had when it was made: compile one for each query, in
 * the same turn of the event loop.
 */
export interface CompiledFilter {
  /** 1 where a row with these flags fits. Dead rows never do. */
  readonly flags: Uint8Array;
  /** 1 where a row with this slot fits; null when all do. */
  readonly classes: Uint8Array | null;
  readonly areas: Uint8Array | null;
  /** Milliseconds, `since` inclusive, `before` exclusive; null when any time does. */
  readonly time: { readonly since: number; readonly before: number } | null;
  /** West, south, east, north in 1e-7 degrees, inclusive, box after box; null when any place does, and none. */
  readonly boxes: Int32Array | null;
  readonly polygon: PolygonTest | null;
  /** Bit sets of the rows that fit, for the columns that have any; null when all do. */
  readonly rows: ReadonlyMap<Columns, Uint32Array> | null;
  /** Whether nothing but the flags decides. */
  readonly flagsOnly: boolean;
  /** Scratch room for the numbers of the rows that fit. */
  readonly hits: Int32Array;
}

/**
 * Compiles a filter for the index as it stands.
 *
 * @param ids reports in whose texts the words of the filter were found, four words each: texts are not in the index.
 *   Unknown ids are passed over.
 * @throws Error when the filter has words and no ids come with it
 */
export function compileFilter(index: ReportIndex, filter: Filter, ids: Uint32Array | null = null): CompiledFilter {
  if (filter.words !== null && ids === null) throw new Error('words are not looked up here: ids are needed');
  const { areaIds, outside, categoryCodes, kindCodes, boxCorners, polygonRing } = filter;
  const { classes, areas } = index.dictionary;
  const wanted = { areas: new Set(areaIds), categories: new Set(categoryCodes), kinds: new Set(kindCodes) };
  const allClasses = categoryCodes === null && kindCodes === null;
  const conditions = {
    classes: allClasses
      ? null
      : Uint8Array.from(classes, ({ category, kind }) =>
          Number(wanted.categories.has(category) || (kind !== null && wanted.kinds.has(kind))),
        ),
    areas:
      areaIds === null
        ? null
        : Uint8Array.from(areas, ({ id }) => Number(id === null ? outside : wanted.areas.has(id))),
    time: timeLimits(filter, index),
    boxes: boxCorners && Int32Array.from(boxCorners.flatMap(boxUnits)),
    polygon: polygonRing && new PolygonTest(polygonRing),
    rows: ids && rowsOf(index, ids),
  };
  return {
    ...conditions,
    flags: flagTable(filter, index.realCount === 0),
    flagsOnly: Object.values(conditions).every((condition) => condition === null),
    hits: new Int32Array(BLOCK_ROWS),
  };
}

/** Null when every report of the index is within. */
function timeLimits({ since, before }: Filter, index: ReportIndex): CompiledFilter['time'] {
  const limits = {
    since: since === null ? -Infinity : Date.parse(since),
    before: before === null ? Infinity : Date.parse(before),
  };
  const { from, to } = index.instants;
  return limits.since <= from && limits.before > to ? null : limits;
}

function flagTable({ statuses, demo, boxCorners, polygonRing }: Filter, onlyDemo: boolean): Uint8Array {
  const withDemo = demo ?? onlyDemo;
  const needsPlace = boxCorners !== null || polygonRing !== null;
  return Uint8Array.from({ length: FLAGS }, (_, flags) =>
    Number(
      (flags & DEAD_FLAG) === 0 &&
        statuses.includes(statusOf(flags)) &&
        (withDemo || (flags & DEMO_FLAG) === 0) &&
        (!needsPlace || (flags & PLACED_FLAG) !== 0),
    ),
  );
}

/** The least and greatest units whose degrees lie within the box: rounding may have gone past its edge. */
function boxUnits([west, south, east, north]: Box): number[] {
  const atLeast = (degrees: number) =>
    toDegrees(toUnits(degrees)) < degrees ? toUnits(degrees) + 1 : toUnits(degrees);
  const atMost = (degrees: number) => (toDegrees(toUnits(degrees)) > degrees ? toUnits(degrees) - 1 : toUnits(degrees));
  return [atLeast(west), atLeast(south), atMost(east), atMost(north)];
}

function rowsOf(index: ReportIndex, ids: Uint32Array): Map<Columns, Uint32Array> {
  const rows = new Map<Columns, Uint32Array>();
  for (let at = 0; at < ids.length / ID_WORDS; at++) {
    const found = index.rowOf(ids, at);
    if (!found) continue;
    const { columns } = found.section;
    let bits = rows.get(columns);
    if (!bits) rows.set(columns, (bits = new Uint32Array((columns.length >>> 5) + 1)));
    bits[found.row >>> 5]! |= 1 << (found.row & 31);
  }
  return rows;
}
