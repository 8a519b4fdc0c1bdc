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

/** Runs work when no page of this phone is at the same any more. For the service worker, which has no later of its own. */
export async function inTurn(name: string, work: () => Promise<void>): Promise<boolean> {
  if (navigator.locks) await navigator.locks.request(name, work);
  else await work();
  return true;
}
