/** The engine was busy with others for the whole time that a client was ready to wait. */
export class BusyError extends Error {
  constructor() {
    super('embedded database is busy');
    this.name = 'BusyError';
  }
}

interface Waiter {
  go: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** Who may talk to the one backend: one at a time, first come first served, with a bound on waiting. */
export class Turn {
  #taken = false;
  readonly #waiters = new Set<Waiter>();

  /**
   * Waits for the turn, which then lasts until `release`.
   * @param waitMs Infinity waits however long it takes
   * @throws BusyError after `waitMs`
   */
  acquire(waitMs: number): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { go: resolve, timer: undefined };
      if (waitMs !== Infinity) {
        waiter.timer = setTimeout(() => {
          this.#waiters.delete(waiter);
          reject(new BusyError());
        }, waitMs);
      }
      this.#waiters.add(waiter);
    });
  }

  release(): void {
    const [next] = this.#waiters;
    if (!next) {
      this.#taken = false;
      return;
    }
    this.#waiters.delete(next);
    clearTimeout(next.timer);
    next.go();
  }
}
