import type { Sql } from '../../db/database.ts';
import { mergeGradually, ReportIndex, type PublishedReport } from '../rules.ts';
import * as store from '../store.ts';
import { Extent } from './extent.ts';
import { isUnknown, packedCount, unpacked, type Vocabulary } from './packed-rows.ts';

/** West, south, east, north in degrees; null for anywhere. */
export type Bbox = [number, number, number, number] | null;

/** Reads what is published from the database and writes it into the index: all of it, some reports, or a part by id. */
export class IndexWriter {
  index = new ReportIndex();
  readonly #sql: Sql;
  readonly #onError: (error: unknown) => void;
  #vocabulary: Vocabulary = { classes: new Map(), areas: new Map() };

  constructor(sql: Sql, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#onError = onError;
  }

  /** Reads everything into a new index; the one before stays until it is done. */
  async load(onProgress?: (reports: number) => void): Promise<void> {
    const index = new ReportIndex();
    await this.#learn(index);
    for await (const rows of store.publishedReports(this.#sql)) {
      for (const report of unpacked(rows, this.#vocabulary)) this.#put(index, report);
      if (packedCount(rows) > 0) onProgress?.(index.size);
    }
    index.mergeNow();
    this.index = index;
  }

  /** Reads areas and taxonomy again. */
  learn(): Promise<void> {
    return this.#learn(this.index);
  }

  /** Brings some reports up to date; those that are not published are taken out. Gives the extent of where they were and are. */
  async bring(ids: readonly string[]): Promise<Bbox> {
    const rows = await store.publishedNow(this.#sql, [...ids]);
    let now = [...unpacked(rows, this.#vocabulary)];
    if (now.some(isUnknown)) {
      await this.learn();
      now = [...unpacked(rows, this.#vocabulary)];
    }
    return this.#apply(ids, now);
  }

  /** Brings a bucket (columns/sums.ts) up to date. */
  async bringBucket(bucket: number): Promise<void> {
    await this.learn();
    const reports = [...unpacked(await store.publishedOfBucket(this.#sql, bucket), this.#vocabulary)];
    this.#apply([...new Set([...this.index.idsOf(bucket), ...reports.map(({ id }) => id)])], reports);
  }

  /** Sorts in what has come, when there is much of it; queries go on meanwhile. */
  async tidy(): Promise<void> {
    if (this.index.needsMerge) await mergeGradually(this.index);
  }

  #apply(ids: readonly string[], reports: readonly PublishedReport[]): Bbox {
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

  async #learn(index: ReportIndex): Promise<void> {
    this.#vocabulary = await store.vocabulary(this.#sql);
    for (const [mark, { categoryCode, kindCode }] of this.#vocabulary.classes) {
      index.dictionary.learnClass(categoryCode, kindCode, mark);
    }
    for (const [id, code] of this.#vocabulary.areas) index.dictionary.areaSlot(id, code);
  }
}
