import type { Sql } from '../../db/database.ts';
import { changesAfter, type ChangeRow, type Position } from '../store.ts';
import { Gaps } from './gaps.ts';

/** Changes read together: those that were not taken before, and all of them. */
export interface ChangePage {
  fresh: readonly ChangeRow[];
  all: readonly ChangeRow[];
}

/**
 * Reads the change table on from a position. What can be seen is given at once, and once; the position moves only over changes
 * that no running transaction can still precede, so that one which commits late is not skipped.
 */
export class ChangeReader {
  readonly #sql: Sql;
  #position: Position;
  readonly #gaps: Gaps;
  /** Changes taken already beyond the position, where a running transaction may still put others before them. */
  #ahead = new Set<number>();

  constructor(sql: Sql, position: Position) {
    this.#sql = sql;
    this.#position = position;
    this.#gaps = new Gaps(position.sequence, Date.now());
  }

  async read(): Promise<ChangePage> {
    const all = await changesAfter(this.#sql, this.#position);
    return { all, fresh: all.filter((change) => !this.#ahead.has(change.sequence)) };
  }

  /**
   * Says that a page is in the index now: it is not given again. Without this it is, so that a database which goes away meanwhile
   * loses nothing.
   *
   * @returns whether there may be more, and whether numbers have come to be missing (gaps.ts)
   */
  took({ fresh, all }: ChangePage): { more: boolean; lost: boolean } {
    const settled = all.filter((change) => change.settled);
    this.#ahead = new Set(all.filter((change) => !change.settled).map((change) => change.sequence));
    const numbers = settled.map((change) => change.sequence);
    const last = settled.at(-1);
    if (last) this.#position = { transaction: last.transaction, sequence: last.sequence };
    return { more: fresh.length > 0 && last !== undefined, lost: this.#gaps.take(numbers, Date.now()) };
  }
}
