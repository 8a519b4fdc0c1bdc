import { isAbort } from '../api/errors.ts';

/**
 * One thing loaded again and again: the newest request wins, older ones are aborted, and the last value stays until
 * the next has come, so that nothing jumps.
 */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  #running: AbortController | null = null;

  /** Resolves when this request is over, however it ended; see `value` and `error`. */
  load(get: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.loading = true;
    return this.#load(get);
  }

  /** The same again, unseen: nothing says that it is loading, and what was there stays when it fails. */
  refresh(get: (signal: AbortSignal) => Promise<T>): Promise<void> {
    return this.#load(get);
  }

  async #load(get: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    try {
      const value = await get(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (running.signal.aborted || isAbort(error)) return;
      if (this.loading || this.value === null) this.error = error;
    }
    if (this.#running === running) this.loading = false;
  }

  /** Stops what is under way and forgets the value. */
  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.loading = false;
    this.value = null;
    this.error = null;
  }
}
