/**
 * Runs work unless another page of this phone, or its service worker, is at the same: then false, and nothing was done.
 * Without Web Locks (plain http, old browsers) it always runs: the Idempotency-Key makes two at once harmless.
 */
export async function exclusively(name: string, work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work();
    return true;
  });
}
