/**
 * Notices numbers of changes that never come. Most are of transactions that were rolled back, which is nothing; one may be of a
 * change row that was lost. Only rows that are settled are counted: before, a number may just not be committed yet.
 */
export class Gaps {
  #first: number;
  #last: number;
  #seen = 0;
  #known = 0;

  /** @param first the greatest number there was at the start; what is below it is of no interest */
  constructor(first: number) {
    this.#first = this.#last = first;
  }

  /** Takes numbers that have come, each once; whether more are missing now than before. */
  take(numbers: readonly number[]): boolean {
    for (const number of numbers) {
      if (number <= this.#first) continue;
      this.#seen++;
      if (number > this.#last) this.#last = number;
    }
    const missing = this.#last - this.#first - this.#seen;
    const more = missing > this.#known;
    this.#known = missing;
    return more;
  }
}
