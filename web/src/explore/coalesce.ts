import { unionOf } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';

/** Not more often than this. */
const EVERY_MS = 1000;
/** Hundreds of pages hear of a change at once; each asks a little later than the others. */
const SPREAD_MS = 500;

/** Makes few refreshes of many changes: at most one a second, each after a random delay, of the box around all of them. */
export class Coalescer {
  readonly #refresh: (where: Bounds | null) => void;
  readonly #random: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where something changed since the last refresh; undefined: nowhere, null: anywhere. */
  #where: Bounds | null | undefined;
  #refreshedAt = -Infinity;

  /** @param random shares of the spread, 0 to 1 */
  constructor(refresh: (where: Bounds | null) => void, random: () => number = Math.random) {
    this.#refresh = refresh;
    this.#random = random;
  }

  note(where: Bounds | null): void {
    const there = this.#where;
    this.#where = there === undefined ? where : there && where && unionOf(there, where);
    if (there !== undefined) return;
    const wait = Math.max(0, this.#refreshedAt + EVERY_MS - Date.now());
    this.#timer = setTimeout(() => this.#run(), wait + this.#random() * SPREAD_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#where = undefined;
  }

  #run(): void {
    const where = this.#where ?? null;
    this.#where = undefined;
    this.#refreshedAt = Date.now();
    this.#refresh(where);
  }
}
