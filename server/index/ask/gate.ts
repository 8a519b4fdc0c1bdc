import { problem } from '../../http/problem.ts';

/** What may wait for the index: each holds a request, none more than some kilobytes. */
const WAITING_MAX = 128;
/** Whoever has waited for so long has mostly gone, or asks again. */
const PATIENCE_MILLISECONDS = 4000;
/** So much of a turn of the event loop goes to the index; between two turns everything else is looked after. */
const SLICE_MILLISECONDS = 4;
const RETRY_AFTER_SECONDS = 1;

interface Waiting {
  readonly since: number;
  /** Does the work, or says that it came too late. */
  readonly go: (late: boolean) => void;
}

/**
 * Lets work on the index through a little at a time, in the order in which it came. When more comes than can be done a short
 * line forms, and what finds it full is refused with server_busy (503), so that however much is asked reports are still taken,
 * events sent and memory is not filled.
 */
export class Gate {
  readonly #line: Waiting[] = [];
  readonly #patience: number;
  #spent = 0;
  #turning = false;

  constructor(patienceMilliseconds = PATIENCE_MILLISECONDS) {
    this.#patience = patienceMilliseconds;
  }

  /** How much is waiting. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Runs `work`, which answers in one turn: at once when there is time left in this turn, else in its order. */
  async run<T>(work: () => T): Promise<T> {
    if (this.#line.length === 0 && this.#spent < SLICE_MILLISECONDS) return this.#timed(work);
    if (this.#line.length >= WAITING_MAX) throw busy();
    return new Promise<T>((resolve, reject) => {
      const go = (late: boolean) => {
        if (late) return reject(busy());
        try {
          resolve(this.#timed(work));
        } catch (error) {
          reject(error as Error);
        }
      };
      this.#line.push({ since: performance.now(), go });
    });
  }

  /**
   * Runs long work that pauses (yields) at least once a millisecond: as much as one turn has time for, then the others in the
   * line, then the next part. What it reads of the index it must have copied before its first pause. Throws what `work` throws, and
   * server_busy when a part of it finds the line full.
   */
  async runInParts<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      const end = await this.run(() => {
        const until = performance.now() + SLICE_MILLISECONDS;
        let step = work.next();
        while (!step.done && performance.now() < until) step = work.next();
        return step;
      });
      if (end.done) return end.value;
    }
  }

  #timed<T>(work: () => T): T {
    const startedAt = performance.now();
    try {
      return work();
    } finally {
      this.#spent += performance.now() - startedAt;
      if (!this.#turning) {
        this.#turning = true;
        setImmediate(() => this.#turn());
      }
    }
  }

  #turn(): void {
    this.#spent = 0;
    this.#turning = false;
    while (this.#line.length > 0 && this.#spent < SLICE_MILLISECONDS) {
      const { since, go } = this.#line.shift()!;
      go(performance.now() - since > this.#patience);
    }
    // Only those that came too late: they took no time, and nobody else would start the next turn.
    if (this.#line.length > 0 && !this.#turning) {
      this.#turning = true;
      setImmediate(() => this.#turn());
    }
  }
}

/** The answer to what comes while too much is waiting. */
export function busy() {
  return problem('server_busy', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
