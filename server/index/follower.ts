import type { Sql } from '../db/database.ts';
import { Gate } from './gate.ts';
import { Lookups } from './lookups.ts';
import { mergeGradually, ReportIndex, type PublishedReport } from './rules.ts';
import {
  changePosition,
  changesAfter,
  idsWithWords,
  publishedNow,
  publishedReports,
  publishedSums,
  type Position,
} from './store.ts';

/** What changed: the new data version, and west, south, east, north in degrees of where; null for anywhere. */
export interface IndexChange {
  version: number;
  bbox: [number, number, number, number] | null;
}
type Listener = (change: IndexChange) => unknown;

/** How often changes are looked for when nobody says that there are any: bounds how late one can be seen. */
const POLL_MILLISECONDS = 500;
const CHECK_MILLISECONDS = 60_000;
/** A difference that lasts this many checks is none of changes under way. */
const DIFFERENCES_MAX = 3;

/**
 * Keeps a ReportIndex equal to what is published: loads it once, then follows the change table. Every server process has
 * its own. When the database is away the index stays as it was and catches up afterwards.
 */
export class IndexFollower {
  index = new ReportIndex();
  /** Whether `index` holds what is published; false until the first load is done. */
  loaded = false;
  /** The data version: the greatest number of a change seen here. A change that commits late does not make it grow. */
  version = 0;
  /** Grows with everything that changes the index of this process: what was made of an earlier one may be wrong. */
  revision = 0;
  /** What asks the index goes through here, and the words of what is asked through there. */
  readonly gate = new Gate();
  readonly lookups = new Lookups((words) => idsWithWords(this.#sql, words));
  #sql: Sql;
  #position: Position = { transaction: '0', sequence: 0 };
  #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  /** Changes seen already beyond the position, where a running transaction may still put others before them. */
  #ahead = new Set<number>();
  #checkedAt = Date.now();
  #differences = 0;
  #stopped = false;
  #onError: (error: unknown) => void;

  constructor(sql: Sql, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#onError = onError;
  }

  /** Reads everything published into a new index; the one before answers until it is done. */
  async load(onProgress?: (reports: number) => void): Promise<void> {
    const position = await changePosition(this.#sql);
    const index = new ReportIndex();
    for await (const page of publishedReports(this.#sql)) {
      for (const report of page) index.upsert(report);
      onProgress?.(index.size);
    }
    index.mergeNow();
    this.index = index;
    this.loaded = true;
    this.#position = position;
    this.#ahead.clear();
    this.version = Math.max(this.version, position.sequence);
    this.revision++;
    // What changed while it was read is read again: a change row only names the report.
    await this.#follow();
  }

  /** Follows the change table until `stop`. */
  start(): void {
    const again = () => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void this.wake().finally(again), POLL_MILLISECONDS);
    };
    again();
  }

  /**
   * Resolves when everything committed before the call is in the index, or the database could not be asked. Calls at the
   * same time share one look. Never throws.
   */
  wake(): Promise<void> {
    // A look under way may have begun too early; the next one has not.
    this.#next ??= (this.#reading ?? Promise.resolve()).then(() => {
      this.#next = null;
      this.#reading = this.#look().catch((error: unknown) => this.#onError(error));
      return this.#reading;
    });
    return this.#next;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#next;
    await this.#reading;
  }

  /** Tells of every change from now on; the answer ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #look(): Promise<void> {
    await this.#follow();
    if (Date.now() - this.#checkedAt < CHECK_MILLISECONDS) return;
    this.#checkedAt = Date.now();
    await this.check();
  }

  async #follow(): Promise<void> {
    for (;;) {
      const changes = await changesAfter(this.#sql, this.#position);
      const fresh = changes.filter((change) => !this.#ahead.has(change.sequence));
      if (fresh.length > 0) await this.#take(fresh);
      this.#ahead = new Set(changes.filter((change) => !change.settled).map((change) => change.sequence));
      const settled = changes.findLast((change) => change.settled);
      if (settled) this.#position = { transaction: settled.transaction, sequence: settled.sequence };
      if (fresh.length === 0 || !settled) return;
    }
  }

  async #take(changes: Awaited<ReturnType<typeof changesAfter>>): Promise<void> {
    const ids = [...new Set(changes.map((change) => change.reportId).filter((id) => id !== null))];
    const extent = this.#apply(ids, await publishedNow(this.#sql, ids));
    this.version = Math.max(this.version, ...changes.map((change) => change.sequence));
    this.revision++;
    const anywhere = changes.some((change) => change.subject !== 'report');
    for (const listener of this.#listeners) listener({ version: this.version, bbox: anywhere ? null : extent });
    if (this.index.needsMerge) await mergeGradually(this.index);
  }

  /** Applies the reports as they are now; ids without a row are gone. Gives the extent of where they were and are. */
  #apply(ids: readonly string[], rows: readonly PublishedReport[]): IndexChange['bbox'] {
    const extent = new Extent();
    const now = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      const [before, after] = [this.index.get(id), now.get(id)];
      if (before) extent.add(before.lng, before.lat);
      if (after) {
        extent.add(after.lng, after.lat);
        this.index.upsert(after);
      } else this.index.remove(id);
    }
    return extent.box;
  }

  /**
   * Compares sums with the database and loads everything again when they differ for several checks in a row: a change row
   * that is missing must not leave a wrong map. Resolves to whether they agree now.
   */
  async check(): Promise<boolean> {
    const before = this.#position;
    const sums = await publishedSums(this.#sql);
    let [supports, households] = [0, 0];
    for (const report of this.index.reports()) {
      supports += report.supports;
      households += report.households ?? 0;
    }
    const agrees = sums.reports === this.index.size && sums.supports === supports && sums.households === households;
    // Changes that arrived between the two sums say nothing.
    if (agrees || before !== this.#position) this.#differences = 0;
    else if (++this.#differences >= DIFFERENCES_MAX) {
      this.#differences = 0;
      this.#onError(new Error('the index differed from the database and is loaded again'));
      await this.load();
      for (const listener of this.#listeners) listener({ version: this.version, bbox: null });
    }
    return agrees;
  }
}

/** The box around places; null when there was none. Degrees. */
class Extent {
  box: [number, number, number, number] | null = null;
  add(lng: number | null, lat: number | null): void {
    if (lng === null || lat === null) return;
    const [west, south, east, north] = this.box ?? [lng, lat, lng, lat];
    this.box = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
  }
}
