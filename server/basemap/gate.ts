import { SourceUnavailable } from './source.ts';

export interface GateOptions {
  /** Works at once. */
  readonly concurrency: number;
  /** Works waiting for a place; more are refused. */
  readonly queueLimit: number;
  /** Longest wait for a place. */
  readonly queueWaitMs: number;
  /** Failures in a row that open the breaker; a failure that is `silent` opens it alone. */
  readonly failureLimit: number;
  /** How long nothing is tried once the breaker is open. */
  readonly restMs: number;
  /** Told when the breaker opens (with why) and when it closes again. */
  readonly onChange: (open: boolean, reason: string) => void;
}

/** The upstream did not give what was asked. `silent`: it did not answer at all, so the next one would wait in vain. */
export class UpstreamFailure extends Error {
  readonly silent: boolean;

  constructor(reason: string, silent: boolean) {
    super(reason);
    this.name = 'UpstreamFailure';
    this.silent = silent;
  }
}

/**
 * Stands before the upstream: bounds what runs and waits, and after failures lets nobody through for a while, then
 * one trial at a time, so that a hall without internet is not made to wait for a timeout at every tile.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #failures = 0;
  #openUntil: number | null = null;
  #onTrial = false;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` when there is a place. Rejects with SourceUnavailable when it is refused or fails with UpstreamFailure;
   * other errors of `work` pass through and count as nothing.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseWhileOpen();
    const trial = this.#openUntil !== null;
    if (trial) this.#onTrial = true;
    try {
      await this.#enter();
      try {
        // The breaker may have opened while this one was waiting in the queue.
        if (!trial) this.#refuseWhileOpen();
        const result = await work();
        this.#succeed();
        return result;
      } catch (error) {
        if (!(error instanceof UpstreamFailure)) throw error;
        this.#fail(error);
        throw new SourceUnavailable(error.message, this.#secondsLeft());
      } finally {
        this.#leave();
      }
    } finally {
      if (trial) this.#onTrial = false;
    }
  }

  #refuseWhileOpen(): void {
    if (this.#openUntil !== null && (this.#onTrial || Date.now() < this.#openUntil)) {
      throw new SourceUnavailable('resting after failures', this.#secondsLeft());
    }
  }

  #secondsLeft(): number {
    return Math.max(1, Math.ceil(((this.#openUntil ?? 0) - Date.now()) / 1000));
  }

  #succeed(): void {
    if (this.#openUntil !== null) this.#options.onChange(false, 'answers again');
    this.#openUntil = null;
    this.#failures = 0;
  }

  #fail(failure: UpstreamFailure): void {
    this.#failures += 1;
    const trialFailed = this.#openUntil !== null;
    if (!trialFailed && !failure.silent && this.#failures < this.#options.failureLimit) return;
    this.#openUntil = Date.now() + this.#options.restMs;
    if (!trialFailed) this.#options.onChange(true, failure.message);
  }

  async #enter(): Promise<void> {
    const { concurrency, queueLimit, queueWaitMs } = this.#options;
    if (this.#running < concurrency) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= queueLimit) throw new SourceUnavailable('too many wait for the upstream', 2);
    await new Promise<void>((resolve, reject) => {
      const place = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        reject(new SourceUnavailable('waited too long for the upstream', 2));
      }, queueWaitMs);
      this.#waiting.push(place);
    });
  }

  /** Hands the place over to the next in the queue, if any. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
