/** Transactions at the same time take their numbers in turns: what is missing this long is not just still to come. */
const WAIT_MILLISECONDS = 2000;

/**
 * Notices numbers of changes that never come. Most are of transactions that were rolled back, which is nothing; one may be of a
 * change row that was lost. Only rows that are settled are counted: before, a number may just not be committed yet.
 */
export class Gaps {
  #first: number;
  #last: number;
  #seen = 0;
  #known = 0;
  /** The least that was missing since `#since`: what is missing for a moment only is in the middle of coming. */
  #least = Infinity;
  #since: number;

  /**
   * @param first the greatest number there was at the start; what is below it is of no interest
   * @param now milliseconds
   */
  constructor(first: number, now: number) {
    this.#first = this.#last = first;
    this.#since = now;
  }

  /** Takes numbers that have come, each once, possibly none; whether more have been missing for a while than before. */
  take(numbers: readonly number[], now: number): boolean {
    for (const number of numbers) {
      if (number <= this.#first) continue;
      this.#seen++;
      if (number > this.#last) this.#last = number;
    }
    this.#least = Math.min(this.#least, this.#last - this.#first - this.#seen);
    if (now - this.#since < WAIT_MILLISECONDS) return false;
    const more = this.#least > this.#known;
    this.#known = this.#least;
    this.#least = Infinity;
    this.#since = now;
    return more;
  }
}
