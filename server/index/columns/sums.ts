import { ID_WORDS, type Columns } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { DEMO_FLAG, precisionNumber, statusNumber } from './flags.ts';

/** Parts into which the reports are summed, by the first six bits of the id. */
export const BUCKETS = 64;
const BUCKET_SHIFT = 26;
const PRECISION_SHIFT = 8;
const DEMO_SHIFT = 16;

/** Sums over the reports of a bucket, as the database computes them too (sql/queries/index/check.sql). */
export interface Sums {
  reports: number;
  supports: number;
  households: number;
  /** Of 32 bits a report that change with anything in it but the resolution. */
  marks: number;
}

/** Running sums of an index by bucket: what is compared with the database costs no walk over the rows. */
export class BucketSums {
  readonly #dictionary: Dictionary;
  readonly #reports = new Float64Array(BUCKETS);
  readonly #supports = new Float64Array(BUCKETS);
  readonly #households = new Float64Array(BUCKETS);
  readonly #marks = new Float64Array(BUCKETS);
  readonly #touched = new Float64Array(BUCKETS);

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  add(columns: Columns, row: number): void {
    this.#count(columns, row, 1);
  }

  subtract(columns: Columns, row: number): void {
    this.#count(columns, row, -1);
  }

  of(bucket: number): Sums {
    return {
      reports: this.#reports[bucket]!,
      supports: this.#supports[bucket]!,
      households: this.#households[bucket]!,
      marks: this.#marks[bucket]!,
    };
  }

  /** How often each bucket has changed so far; equal numbers at two times: nothing has. */
  touched(): Float64Array {
    return this.#touched.slice();
  }

  #count(columns: Columns, row: number, times: number): void {
    const bucket = bucketOf(columns.ids, row);
    this.#touched[bucket]!++;
    this.#reports[bucket]! += times;
    this.#supports[bucket]! += times * columns.supports[row]!;
    this.#households[bucket]! += times * columns.households[row]!;
    this.#marks[bucket]! += times * this.#mark(columns, row);
  }

  /** The column `mark` of the view index_rows. The database computes in 64 bits and keeps 32, which is what imul gives. */
  #mark(columns: Columns, row: number): number {
    const flags = columns.flags[row]!;
    const small =
      statusNumber(flags) |
      (precisionNumber(flags) << PRECISION_SHIFT) |
      (Number((flags & DEMO_FLAG) !== 0) << DEMO_SHIFT);
    const sum =
      Math.imul(columns.lng[row]!, 1_000_003) +
      Math.imul(columns.lat[row]!, 999_983) +
      Math.imul(columns.reportedAt[row]!, 999_979) +
      Math.imul(this.#dictionary.areas[columns.areas[row]!]!.id ?? 0, 999_961) +
      Math.imul(this.#dictionary.markOf(columns.classes[row]!), 999_959) +
      Math.imul(columns.supports[row]!, 999_953) +
      Math.imul(columns.households[row]!, 999_931) +
      Math.imul(small, 999_917);
    return (sum ^ columns.ids[row * ID_WORDS]!) >>> 0;
  }
}

/** The bucket of the id at ids[at * 4 ...]. */
export function bucketOf(ids: Uint32Array, at: number): number {
  return ids[at * ID_WORDS]! >>> BUCKET_SHIFT;
}
