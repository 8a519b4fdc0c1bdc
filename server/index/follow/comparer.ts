import type { Sql } from '../../db/database.ts';
import { BUCKETS } from '../columns/sums.ts';
import type { ReportIndex } from '../rules.ts';
import { publishedSums } from '../store.ts';
import { ComparisonPlan, sameSums } from './comparison-plan.ts';

/** What a comparison needs of whoever follows changes. Both wait for what is going on in the index. */
interface Following {
  /** Looks at the index in the turn in which every change is in it that was committed before the call. */
  upToDate<T>(look: (index: ReportIndex) => T): Promise<T>;
  /** Reads a bucket again. */
  readAgain(bucket: number): Promise<void>;
}

/**
 * Finds what the change table did not tell: holds sums of the index against those of the database, bucket by bucket
 * (columns/sums.ts), and has read again what differs. One comparison at a time, beside the following of changes: nobody who
 * has written waits for sums.
 */
export class Comparer {
  readonly #sql: Sql;
  readonly #following: Following;
  readonly #onError: (error: unknown) => void;
  readonly #plan = new ComparisonPlan();
  #last: Promise<unknown> = Promise.resolve();
  /** Comparisons under way or waiting. */
  #pending = 0;

  constructor(sql: Sql, following: Following, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#following = following;
    this.#onError = onError;
  }

  /** Something points to a change that was lost: everything is to be compared soon. */
  suspect(): void {
    this.#plan.suspect();
  }

  /** Begins a comparison when one is due. `reports`: how many there are in all. */
  startIfDue(reports: number): void {
    const due = this.#pending > 0 ? null : this.#plan.take(reports);
    if (due) this.compare(due.first, due.last).catch((error: unknown) => this.#onError(error));
  }

  /** Compares buckets first..last; whether they agreed. Those that differ are read again. */
  compare(first: number, last: number): Promise<boolean> {
    this.#pending++;
    const done = this.#last
      .then(async () => {
        const different = await this.#different(first, last);
        for (const bucket of different.filter((bucket) => this.#plan.mayMend(bucket))) await this.#mend(bucket);
        return different.length === 0;
      })
      .finally(() => this.#pending--);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when no comparison is under way. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /**
   * The buckets that do not hold what the database shows. Changes are followed before and after its sums are taken: a bucket
   * in which none was seen all the while held the same, so a difference is no matter of time.
   */
  async #different(first: number, last: number): Promise<number[]> {
    const before = await this.#state();
    const sums = await publishedSums(this.#sql, first, last);
    const after = await this.#state();
    // Loaded anew meanwhile.
    if (before.index !== after.index) return [];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
      (bucket) => before.touched[bucket] === after.touched[bucket] && !sameSums(after.sums[bucket]!, sums.get(bucket)),
    );
  }

  #state() {
    return this.#following.upToDate((index) => ({
      index,
      touched: index.sums.touched(),
      sums: Array.from({ length: BUCKETS }, (_, bucket) => index.sums.of(bucket)),
    }));
  }

  async #mend(bucket: number): Promise<void> {
    this.#onError(new Error(`the index differed from the database and is read again, part ${bucket} of ${BUCKETS}`));
    await this.#following.readAgain(bucket);
    if ((await this.#different(bucket, bucket)).length > 0) this.#plan.giveUp(bucket);
  }
}
