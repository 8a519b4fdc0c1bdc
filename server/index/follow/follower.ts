import type { Database, Sql } from '../../db/database.ts';
import { ComparisonPlan, sameSums } from './comparison.ts';
import { Extent } from './extent.ts';
import { Gaps } from './gaps.ts';
import { Gate } from '../ask/gate.ts';
import { Lookups } from '../ask/lookups.ts';
import { isUnknown, packedCount, unpacked, type Vocabulary } from './packed-rows.ts';
import { mergeGradually, ReportIndex, type PublishedReport } from '../rules.ts';
import * as store from '../store.ts';
import { BUCKETS } from '../columns/sums.ts';

/** What changed: the new data version, and west, south, east, north in degrees of where; null for anywhere. */
export interface IndexChange {
  version: number;
  bbox: [number, number, number, number] | null;
}
type Listener = (change: IndexChange) => unknown;
type FollowedDatabase = Pick<Database, keyof Sql | 'watch' | 'tellOthers'>;

/** How often changes are looked for when nobody says that there are any: bounds how late one can be seen. */
const POLL_MILLISECONDS = 500;

/**
 * Keeps a ReportIndex equal to what is published: loads it once, then follows the change table, woken by the database and
 * looking by itself underneath. Every server process has its own. When the database is away the index stays as it was and
 * catches up afterwards. What the change table did not tell is found by comparing sums, and mended.
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
  readonly lookups: Lookups;
  readonly #sql: FollowedDatabase;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  readonly #plan = new ComparisonPlan();
  #vocabulary: Vocabulary = { classes: new Map(), areas: new Map() };
  #position: store.Position = { transaction: '0', sequence: 0 };
  #gaps = new Gaps(0, Date.now());
  /** Changes seen already beyond the position, where a running transaction may still put others before them. */
  #ahead = new Set<number>();
  #timer: NodeJS.Timeout | null = null;
  #unwatch: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #comparison: Promise<unknown> = Promise.resolve();
  /** Comparisons under way or waiting. */
  #comparing = 0;
  #next: Promise<void> | null = null;
  /** Somebody in this process says that there is something new. */
  #written = false;
  #stopped = false;

  constructor(sql: FollowedDatabase, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.lookups = new Lookups((words) => store.idsWithWords(sql, words));
    this.#onError = onError;
  }

  /** Reads everything published into a new index; the one before answers until it is done. */
  load(onProgress?: (reports: number) => void): Promise<void> {
    return this.#inTurn(() => this.#load(onProgress));
  }

  /** Follows the change table until `stop`. */
  start(): void {
    this.#unwatch = this.#sql.watch(() => void this.#lookSoon());
    const again = () => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void this.#lookSoon().finally(again), POLL_MILLISECONDS);
    };
    again();
  }

  /**
   * For whoever has written: resolves when everything committed before the call is in the index, or the database could not be
   * asked, and wakes other processes when there was something. Calls at the same time share one look. Never throws.
   */
  wake(): Promise<void> {
    this.#written = true;
    return this.#lookSoon();
  }

  #lookSoon(): Promise<void> {
    // A look under way may have begun too early; the next one has not.
    this.#next ??= this.#inTurn(() => {
      this.#next = null;
      return this.#look();
    }).catch((error: unknown) => this.#onError(error));
    return this.#next;
  }

  /**
   * Compares all sums with the database and reads again where they differ, so that a change that was not told does not leave
   * a wrong map. Resolves to whether they agreed.
   */
  check(): Promise<boolean> {
    return this.#compare(0, BUCKETS - 1);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unwatch?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#next;
    await this.#comparison;
    await this.#turn;
  }

  /** Tells of every change from now on; the answer ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One thing after the other: what reads the database and then changes the index must not meet its like. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #load(onProgress?: (reports: number) => void): Promise<void> {
    const position = await store.changePosition(this.#sql);
    this.#vocabulary = await store.vocabulary(this.#sql);
    const index = new ReportIndex();
    this.#learn(index);
    for await (const rows of store.publishedReports(this.#sql)) {
      for (const report of unpacked(rows, this.#vocabulary)) this.#put(index, report);
      if (packedCount(rows) > 0) onProgress?.(index.size);
    }
    index.mergeNow();
    this.index = index;
    this.loaded = true;
    this.#position = position;
    this.#gaps = new Gaps(position.sequence, Date.now());
    this.#ahead.clear();
    this.version = Math.max(this.version, position.sequence);
    this.#tell(null);
    // What changed while it was read is read again: a change row only names the report.
    await this.#follow();
  }

  async #look(): Promise<void> {
    const { revision } = this;
    const written = this.#written;
    this.#written = false;
    await this.#follow();
    if (written && this.revision !== revision) this.#sql.tellOthers();
    const due = this.#comparing ? null : this.#plan.take(this.index.size);
    if (due) void this.#compare(due.first, due.last).catch((error: unknown) => this.#onError(error));
  }

  async #follow(): Promise<void> {
    for (;;) {
      const changes = await store.changesAfter(this.#sql, this.#position);
      const fresh = changes.filter((change) => !this.#ahead.has(change.sequence));
      if (fresh.length > 0) await this.#take(fresh);
      const settled = changes.filter((change) => change.settled);
      this.#ahead = new Set(changes.filter((change) => !change.settled).map((change) => change.sequence));
      if (
        this.#gaps.take(
          settled.map((change) => change.sequence),
          Date.now(),
        )
      )
        this.#plan.suspect();
      const last = settled.at(-1);
      if (last) this.#position = { transaction: last.transaction, sequence: last.sequence };
      if (fresh.length === 0 || !last) return;
    }
  }

  async #take(changes: readonly store.ChangeRow[]): Promise<void> {
    const reports = changes.filter((change) => change.subject === 'report');
    const ids = [...new Set(reports.map((change) => change.reportId).filter((id) => id !== null))];
    // A change of a report that does not say of which: it is among those that differ now.
    if (reports.some((change) => change.reportId === null)) this.#plan.suspect();
    const anywhere = reports.length < changes.length;
    if (anywhere) await this.#learnAgain();
    const rows = await store.publishedNow(this.#sql, ids);
    let now = [...unpacked(rows, this.#vocabulary)];
    if (now.some(isUnknown)) {
      await this.#learnAgain();
      now = [...unpacked(rows, this.#vocabulary)];
    }
    const extent = this.#apply(ids, now);
    this.version = Math.max(this.version, ...changes.map((change) => change.sequence));
    this.#tell(anywhere ? null : extent);
    if (this.index.needsMerge) await mergeGradually(this.index);
  }

  /** Applies the reports as they are now; ids without one are gone. Gives the extent of where they were and are. */
  #apply(ids: readonly string[], reports: readonly PublishedReport[]): IndexChange['bbox'] {
    const extent = new Extent();
    const now = new Map(reports.map((report) => [report.id, report]));
    for (const id of ids) {
      const [before, after] = [this.index.get(id), now.get(id)];
      if (before) extent.add(before.lng, before.lat);
      if (after) {
        extent.add(after.lng, after.lat);
        this.#put(this.index, after);
      } else this.index.remove(id);
    }
    return extent.box;
  }

  /** A report that does not fit is left out and said so: it must not keep all others from being seen. */
  #put(index: ReportIndex, report: PublishedReport): void {
    try {
      index.upsert(report);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      index.remove(report.id);
      // Without its values: a place may be among them.
      this.#onError(new Error(`report ${report.id} does not fit the index and is left out`));
    }
  }

  async #learnAgain(): Promise<void> {
    this.#vocabulary = await store.vocabulary(this.#sql);
    this.#learn(this.index);
  }

  #learn(index: ReportIndex): void {
    for (const [mark, { categoryCode, kindCode }] of this.#vocabulary.classes) {
      index.dictionary.learnClass(categoryCode, kindCode, mark);
    }
    for (const [id, code] of this.#vocabulary.areas) index.dictionary.areaSlot(id, code);
  }

  #tell(bbox: IndexChange['bbox']): void {
    this.revision++;
    for (const listener of this.#listeners) listener({ version: this.version, bbox });
  }

  /**
   * Compares buckets first..last; whether they agreed. Those that differ are read again. One comparison at a time, beside the
   * following of changes: nobody who has written waits for sums.
   */
  #compare(first: number, last: number): Promise<boolean> {
    const before = this.#comparison;
    this.#comparing++;
    const done = before
      .then(async () => {
        const different = await this.#different(first, last);
        for (const bucket of different.filter((bucket) => this.#plan.mayMend(bucket))) await this.#mend(bucket);
        return different.length === 0;
      })
      .finally(() => this.#comparing--);
    this.#comparison = done.catch(() => {});
    return done;
  }

  /**
   * The buckets that do not hold what the database shows. Changes are followed before and after its sums are taken: a bucket
   * in which none was seen all the while held the same, so a difference is no matter of time.
   */
  async #different(first: number, last: number): Promise<number[]> {
    const before = await this.#inTurn(() => this.#touched());
    const sums = await store.publishedSums(this.#sql, first, last);
    const after = await this.#inTurn(() => this.#touched());
    // Loaded anew meanwhile.
    if (before.index !== after.index) return [];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
      (bucket) => before.touched[bucket] === after.touched[bucket] && !sameSums(after.sums[bucket]!, sums.get(bucket)),
    );
  }

  async #touched() {
    await this.#follow();
    const { sums } = this.index;
    return {
      index: this.index,
      touched: sums.touched(),
      sums: Array.from({ length: BUCKETS }, (_, bucket) => sums.of(bucket)),
    };
  }

  async #mend(bucket: number): Promise<void> {
    this.#onError(new Error(`the index differed from the database and is read again, part ${bucket} of ${BUCKETS}`));
    await this.#inTurn(() => this.#readAgain(bucket));
    if ((await this.#different(bucket, bucket)).length > 0) this.#plan.giveUp(bucket);
  }

  async #readAgain(bucket: number): Promise<void> {
    await this.#learnAgain();
    const reports = [...unpacked(await store.publishedOfBucket(this.#sql, bucket), this.#vocabulary)];
    const ids = new Set([...this.index.idsOf(bucket), ...reports.map(({ id }) => id)]);
    this.#apply([...ids], reports);
    this.#tell(null);
    if (this.index.needsMerge) await mergeGradually(this.index);
  }
}
