import { problem } from '../http/problem.ts';

const RETRY_AFTER_SECONDS = 10;

/** Runs at most `jobsMax` pieces of work at a time and lets `waitingMax` wait; more are refused with photos_busy. */
export class WorkQueue {
  readonly #jobsMax: number;
  readonly #waitingMax: number;
  readonly #waiting: (() => void)[] = [];
  #jobs = 0;

  constructor(jobsMax: number, waitingMax: number) {
    this.#jobsMax = jobsMax;
    this.#waitingMax = waitingMax;
  }

  /** What the work resolves to, in the order of calls. Throws photos_busy (503 with Retry-After) at once when full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#jobs < this.#jobsMax) this.#jobs += 1;
    else {
      if (this.#waiting.length >= this.#waitingMax) throw busy();
      // Whoever finishes hands its place over, so the number of jobs stays.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#jobs -= 1;
    }
  }
}

/** The refusal of work that would be too much just now. */
export function busy() {
  return problem('photos_busy', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
