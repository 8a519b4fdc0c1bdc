/** What somebody does on a page, once at a time: a second tap while it is under way does nothing. */
export class Attempt {
  busy = $state(false);
  /** Why the last one failed; null before the next has. */
  error = $state.raw<unknown>(null);

  /** Never throws: see `error`. */
  async run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await work();
    } catch (thrown) {
      this.error = thrown;
    } finally {
      this.busy = false;
    }
  }
}
