import type { Database, Sql } from '../../db/database.ts';
import { Gate } from '../ask/gate.ts';
import { Lookups } from '../ask/lookups.ts';
import { BUCKETS } from '../columns/sums.ts';
import type { ReportIndex } from '../rules.ts';
import * as store from '../store.ts';
import { ChangeReader } from './changes.ts';
import { Comparer } from './comparer.ts';
import { IndexWriter, type Bbox } from './index-writer.ts';

/** What changed: the new data version, and west, south, east, north in degrees of where; null for anywhere. */
export interface IndexChange {
  version: number;
  bbox: Bbox;
}
type Listener = (change: IndexChange) => unknown;
type FollowedDatabase = Pick<Database, keyof Sql | 'watch' | 'tellOthers'>;

/** How often changes are looked for when nobody says that there are any: bounds how late one can be seen. */
const POLL_MILLISECONDS = 500;

/**
 * Keeps a ReportIndex equal to what is published: loads it once, then follows the change table, woken by the database and
 * looking by itself underneath. Every server process has its own. When the database is away the index stays as it was and
 * catches up afterwards. It decides when something is done; changes.ts reads the change table, index-writer.ts writes the
 * index, comparer.ts finds and mends what the change table did not tell.
 */
export class IndexFollower {
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
  readonly #writer: IndexWriter;
  readonly #comparer: Comparer;
  readonly #listeners = new Set<Listener>();
  #changes: ChangeReader;
  #timer: NodeJS.Timeout | null = null;
  #unwatch: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #next: Promise<void> | null = null;
  /** Somebody in this process says that there is something new. */
  #written = false;
  #stopped = false;

  constructor(sql: FollowedDatabase, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.lookups = new Lookups((words) => store.idsWithWords(sql, words));
    this.#onError = onError;
    this.#writer = new IndexWriter(sql, onError);
    this.#changes = new ChangeReader(sql, { transaction: '0', sequence: 0 });
    this.#comparer = new Comparer(
      sql,
      {
        upToDate: (look) => this.#inTurn(() => this.#follow().then(() => look(this.index))),
        readAgain: (bucket) => this.#inTurn(() => this.#readAgain(bucket)),
      },
      onError,
    );
  }

  /** What is known; another object after each load. */
  get index(): ReportIndex {
    return this.#writer.index;
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
    return this.#comparer.compare(0, BUCKETS - 1);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unwatch?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#next;
    await this.#comparer.idle();
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
    await this.#writer.load(onProgress);
    this.#changes = new ChangeReader(this.#sql, position);
    this.loaded = true;
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
    this.#comparer.startIfDue(this.index.size);
  }

  async #follow(): Promise<void> {
    for (;;) {
      const page = await this.#changes.read();
      if (page.fresh.length > 0) await this.#take(page.fresh);
      const { more, lost } = this.#changes.took(page);
      if (lost) this.#comparer.suspect();
      if (!more) return;
    }
  }

  async #take(changes: readonly store.ChangeRow[]): Promise<void> {
    const reports = changes.filter((change) => change.subject === 'report');
    const ids = [...new Set(reports.map((change) => change.reportId).filter((id) => id !== null))];
    // A change of a report that does not say of which: it is among those that differ now.
    if (reports.some((change) => change.reportId === null)) this.#comparer.suspect();
    const anywhere = reports.length < changes.length;
    if (anywhere) await this.#writer.learn();
    const extent = await this.#writer.bring(ids);
    this.version = Math.max(this.version, ...changes.map((change) => change.sequence));
    this.#tell(anywhere ? null : extent);
    await this.#writer.tidy();
  }

  async #readAgain(bucket: number): Promise<void> {
    await this.#writer.bringBucket(bucket);
    this.#tell(null);
    await this.#writer.tidy();
  }

  #tell(bbox: Bbox): void {
    this.revision++;
    for (const listener of this.#listeners) listener({ version: this.version, bbox });
  }
}
