import { BUCKETS, type Sums } from '../columns/sums.ts';

/** Reports whose sums the database computes for one comparison: some 200 ms of its time, none of ours. */
const REPORTS_AT_ONCE = 100_000;
const EVERY_MILLISECONDS = 60_000;
/** After a suspicion all is compared, but not more often than this. */
const SUSPICIONS_MILLISECONDS = 2000;
/** A bucket that reading again did not mend is read again after this, not each time. */
const HOPELESS_MILLISECONDS = 3_600_000;

/** Decides which buckets of the index are compared with the database, and when: some each minute, all on suspicion. */
export class ComparisonPlan {
  #next = 0;
  #due = 0;
  #comparedAt = Date.now();
  #suspicious = false;
  readonly #hopeless = new Map<number, number>();

  /** Something points to a change that was lost: everything is to be compared soon. */
  suspect(): void {
    this.#suspicious = true;
  }

  /** The buckets to compare now, first and last; null when it is not yet time. `reports`: how many there are in all. */
  take(reports: number): { first: number; last: number } | null {
    const since = Date.now() - this.#comparedAt;
    const atOnce = Math.max(1, Math.floor((BUCKETS * REPORTS_AT_ONCE) / Math.max(reports, 1)));
    if (this.#suspicious && since >= SUSPICIONS_MILLISECONDS) {
      this.#suspicious = false;
      this.#due = BUCKETS;
    } else if (this.#due === 0 && since >= EVERY_MILLISECONDS) this.#due = Math.min(atOnce, BUCKETS);
    if (this.#due === 0) return null;
    this.#comparedAt = Date.now();
    const first = this.#next;
    const last = Math.min(first + Math.min(atOnce, this.#due), BUCKETS) - 1;
    this.#due -= last - first + 1;
    this.#next = (last + 1) % BUCKETS;
    return { first, last };
  }

  /** Whether a bucket that differs is worth reading again. */
  mayMend(bucket: number): boolean {
    return Date.now() - (this.#hopeless.get(bucket) ?? -Infinity) > HOPELESS_MILLISECONDS;
  }

  /** Reading a bucket again did not help: a report in it does not fit the index. */
  giveUp(bucket: number): void {
    this.#hopeless.set(bucket, Date.now());
  }
}

const EMPTY: Sums = { reports: 0, supports: 0, households: 0, marks: 0 };

/** Whether a bucket holds the same as the database, which leaves empty ones out. */
export function sameSums(index: Sums, database: Sums = EMPTY): boolean {
  return (
    index.reports === database.reports &&
    index.supports === database.supports &&
    index.households === database.households &&
    index.marks === database.marks
  );
}
