/**
 * One piece of work at a time for each upload. Whoever comes later ends the earlier one: on a bad line its connection is dead
 * and the server has not noticed yet.
 */
export class Turns {
  readonly #running = new Map<string, { cancel: () => void; done: Promise<unknown> }>();

  /** What `work` resolves to, once those before it have ended. `cancel` makes it end early. */
  async take<T>(id: string, cancel: () => void, work: () => Promise<T>): Promise<T> {
    for (let earlier = this.#running.get(id); earlier; earlier = this.#running.get(id)) {
      earlier.cancel();
      await earlier.done.catch(() => undefined);
    }
    const mine = { cancel, done: work() };
    this.#running.set(id, mine);
    try {
      return await mine.done;
    } finally {
      if (this.#running.get(id) === mine) this.#running.delete(id);
    }
  }
}
