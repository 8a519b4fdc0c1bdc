import { Columns } from './columns.ts';
import { decodeRow, encodeRow, resolvedMonth } from './encode-row.ts';
import { Dictionary } from './dictionary.ts';
import { DEMO_FLAG, PLACED_FLAG, precisionOf } from './flags.ts';
import { Merge } from './merge.ts';
import { isAtSamePlace } from './order.ts';
import { Section } from './section.ts';
import { BucketSums, bucketOf } from './sums.ts';
import type { IndexedReport, PublishedReport } from './types.ts';
import { formatUuid, parseUuid } from './uuid.ts';

/** The tail is searched row by row: it may cost a tile some 0.1 ms, whatever the size of the body. */
const TAIL_ROWS_MIN = 4096;
const TAIL_SHARE = 0.02;
const TAIL_GROWTH = 2;
/** What lies aside may be much, and there is no spare room to waste. */
const ASIDE_GROWTH = 1.25;
const MERGE_ALL = 2 ** 16;

/**
 * What the world may know of all reports, in columns, kept true by `upsert` and `remove`. Three sections:
 * - body: reports with a published place, sorted by Morton key and id (order.ts), so that a tile is one run;
 * - tail: those that came or moved since, unsorted; merged into the body when `needsMerge` says so;
 * - aside: reports known by settlement only or without any place, unsorted: never a point, but counted.
 *
 * A report that changes but stays where it is is overwritten in place. Everything is synchronous except a merge, which
 * may go on between other calls (`startMerge`); queries see each change at once, merging or not.
 */
export class ReportIndex {
  readonly dictionary = new Dictionary();
  readonly sums = new BucketSums(this.dictionary);
  #body = new Section(0);
  #tail = new Section(0);
  #aside = new Section(0);
  #merge: Merge | null = null;
  #real = 0;
  #firstMonth = 0xffff;
  #lastMonth = 0;
  #lastResolvedMonth = 0;
  #firstInstant = Infinity;
  #lastInstant = -Infinity;
  /** Keys of the places in `aside`, grown only: a tile without any of them needs no look at it. */
  #asidePlaces = new Map<number, Set<number>>();
  readonly #row = new Columns(1);

  get body(): Section {
    return this.#body;
  }
  get tail(): Section {
    return this.#tail;
  }
  get aside(): Section {
    return this.#aside;
  }
  /** All sections; a living report is in exactly one row of one of them. */
  get sections(): readonly Section[] {
    return [this.#body, this.#tail, this.#aside];
  }
  /** Number of reports. */
  get size(): number {
    return this.#body.alive + this.#tail.alive + this.#aside.alive;
  }
  /** Reports that are not a demonstration; whether there is one decides whether demonstrations show. */
  get realCount(): number {
    return this.#real;
  }
  /** Memory of columns and tables in bytes. */
  get bytes(): number {
    return this.sections.reduce((sum, section) => sum + section.bytes, 0);
  }
  /**
   * First and last month (calendar.ts) that any report was ever of, and the last that any was ever resolved in (never
   * before it was reported); first > the others while there was none.
   */
  get months(): { first: number; last: number; lastResolved: number } {
    return { first: this.#firstMonth, last: this.#lastMonth, lastResolved: this.#lastResolvedMonth };
  }

  /** Least and greatest time of report, milliseconds, that any report ever had; from > to while there was none. */
  get instants(): { from: number; to: number } {
    return { from: this.#firstInstant, to: this.#lastInstant };
  }

  /** Keys (high -> low halves) of the places of reports aside; more than there are, never fewer. */
  get asidePlaces(): ReadonlyMap<number, ReadonlySet<number>> {
    return this.#asidePlaces;
  }

  /**
   * Adds a report, or replaces what is known of it.
   *
   * @throws RangeError for a value that does not fit its column; nothing is changed then
   */
  upsert(report: PublishedReport): void {
    const row = this.#row;
    encodeRow(report, this.dictionary, row);
    const flags = row.flags[0]!;
    this.#firstMonth = Math.min(this.#firstMonth, row.months[0]!);
    this.#firstInstant = Math.min(this.#firstInstant, report.reportedAt);
    this.#lastInstant = Math.max(this.#lastInstant, report.reportedAt);
    this.#lastMonth = Math.max(this.#lastMonth, row.months[0]!);
    this.#lastResolvedMonth = Math.max(this.#lastResolvedMonth, resolvedMonth(row, 0) ?? 0);
    const onMap = (flags & PLACED_FLAG) !== 0 && precisionOf(flags) !== 'area';
    const found = this.#locate(row.ids);
    if (found) this.#forget(found.section, found.row);
    this.sums.add(row, 0);
    if ((flags & DEMO_FLAG) === 0) this.#real++;
    if (!onMap) this.#noteAsidePlace(row, flags);
    if (found && this.#mayStay(found.section, found.row, onMap)) {
      found.section.overwrite(found.row, row, 0);
      this.#touch(found.section, found.row);
      return;
    }
    if (found) this.#kill(found.section, found.row);
    if (!onMap) this.#aside.append(row, 0, ASIDE_GROWTH);
    else if (!this.#revive(row)) this.#tail.append(row, 0, TAIL_GROWTH);
  }

  /** Takes a report out; false when it is not there. Throws RangeError when the id is no UUID. */
  remove(id: string): boolean {
    const found = this.#find(id);
    if (!found) return false;
    this.#forget(found.section, found.row);
    this.#kill(found.section, found.row);
    return true;
  }

  /** What the index knows of a report; null when it is not there. Throws RangeError when the id is no UUID. */
  get(id: string): IndexedReport | null {
    const found = this.#find(id);
    return found && decodeRow(found.section.columns, found.row, this.dictionary);
  }

  /** Section and row of the living report with the id at ids[at * 4 ...]; null when it is not there. */
  rowOf(ids: Uint32Array, at: number): { section: Section; row: number } | null {
    return this.#locate(ids, at);
  }

  /** Every report, in no order; the index must not change meanwhile. */
  *reports(): Generator<IndexedReport> {
    for (const section of this.sections) {
      for (let row = 0; row < section.columns.length; row++) {
        if (section.isAlive(row)) yield decodeRow(section.columns, row, this.dictionary);
      }
    }
  }

  /** Ids of the reports of a bucket. */
  idsOf(bucket: number): string[] {
    const ids: string[] = [];
    for (const section of this.sections) {
      for (let row = 0; row < section.columns.length; row++) {
        if (bucketOf(section.columns.ids, row) === bucket && section.isAlive(row)) {
          ids.push(formatUuid(section.columns.ids, row));
        }
      }
    }
    return ids;
  }

  /** Whether tail and dead rows have grown so much that a merge pays. */
  get needsMerge(): boolean {
    const waste = this.#tail.columns.length + this.#body.dead;
    return this.#merge === null && waste > Math.max(TAIL_ROWS_MIN, TAIL_SHARE * this.#body.columns.length);
  }

  /**
   * Begins to merge the tail into the body. Call the answer again and again until it says true, each time taking some
   * `rows` rows further (about 0.2 microseconds a row); all else can be called in between.
   *
   * @throws Error when a merge is already going on
   */
  startMerge(): (rows: number) => boolean {
    if (this.#merge) throw new Error('a merge is already going on');
    const merge = new Merge(this.#body, this.#tail);
    this.#merge = merge;
    return (rows) => {
      if (this.#merge !== merge) return true;
      if (!merge.step(rows)) return false;
      ({ body: this.#body, tail: this.#tail } = merge.finish());
      this.#merge = null;
      return true;
    };
  }

  /** Merges at once, and gives back spare room: after loading, before the first request. */
  mergeNow(): void {
    const step = this.startMerge();
    while (!step(MERGE_ALL));
    this.#aside = this.#aside.compacted();
  }

  #find(id: string): { section: Section; row: number } | null {
    const ids = new Uint32Array(4);
    parseUuid(id, ids, 0);
    return this.#locate(ids);
  }

  /** The living row of the id at ids[at * 4 ...]; an id may have dead rows in the other sections. */
  #locate(ids: Uint32Array, at = 0): { section: Section; row: number } | null {
    for (const section of [this.#tail, this.#aside, this.#body]) {
      const row = section.table.find(ids, at);
      if (row >= 0 && section.isAlive(row)) return { section, row };
    }
    return null;
  }

  /** Whether the new row can take the place of a living one: rows of a sorted body must not move. */
  #mayStay(section: Section, row: number, onMap: boolean): boolean {
    if (section === this.#aside) return !onMap;
    return onMap && (this.#isLoose(section, row) || isAtSamePlace(section.columns, row, this.#row, 0));
  }

  /** A dead row of the body in the very place comes to life again. While a merge goes on it may not have been taken. */
  #revive(from: Columns): boolean {
    const row = this.#merge ? -1 : this.#body.table.find(from.ids, 0);
    if (row < 0 || !isAtSamePlace(this.#body.columns, row, from, 0)) return false;
    this.#body.overwrite(row, from, 0);
    return true;
  }

  #isLoose(section: Section, row: number): boolean {
    return section === this.#tail && row >= (this.#merge?.frozen ?? 0);
  }

  #touch(section: Section, row: number): void {
    if (this.#merge && section !== this.#aside && !this.#isLoose(section, row)) this.#merge.touch(section, row);
  }

  #forget(section: Section, row: number): void {
    this.sums.subtract(section.columns, row);
    if ((section.columns.flags[row]! & DEMO_FLAG) === 0) this.#real--;
  }

  #kill(section: Section, row: number): void {
    section.kill(row);
    this.#touch(section, row);
    if (section === this.#aside && section.dead > Math.max(TAIL_ROWS_MIN, section.alive)) {
      this.#aside = section.compacted();
    }
  }

  #noteAsidePlace(row: Columns, flags: number): void {
    if ((flags & PLACED_FLAG) === 0) return;
    const lows = this.#asidePlaces.get(row.keyHigh[0]!);
    if (lows) lows.add(row.keyLow[0]!);
    else this.#asidePlaces.set(row.keyHigh[0]!, new Set([row.keyLow[0]!]));
  }
}
