/** The service worker, from the page's side. */
import { dataSaver } from '../state/data-saver.svelte.ts';

/** Only what is used of it; not every browser has it. */
interface WithSync extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/**
 * Registers the worker, which then fetches what a resident's pages need; not while data is to be spared. Does nothing on plain http, where there is none.
 * Never throws. @param wished somebody asked for it, so it may cost data
 */
export async function registerWorker(wished = false): Promise<ServiceWorkerRegistration | null> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || (dataSaver.on && !wished && workers.controller === null)) return null;
  // A browser that is told to block workers may promise one and then give nothing.
  return (await workers.register('/worker.js', { updateViaCache: 'none' }).catch(() => null)) ?? null;
}

/** Asks the browser to wake the worker when a connection comes, even when no page is open. Never throws. */
export async function askForSync(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = (await workers?.getRegistration().catch(() => undefined)) as WithSync | undefined;
  await registration?.sync?.register('outbox').catch(() => {});
}

/** Whether there is a worker that answers without a network, once it is installed; somebody wishes it. Never throws. */
export async function workerAtWork(): Promise<boolean> {
  const registration = await registerWorker(true);
  const coming = registration?.installing ?? registration?.waiting;
  if (!registration || (!registration.active && !coming)) return false;
  if (!registration.active) {
    await new Promise<void>((resolve) =>
      coming!.addEventListener('statechange', () => {
        if (coming!.state === 'activated' || coming!.state === 'redundant') resolve();
      }),
    );
  }
  // One that was switched off at the server is gone as soon as it is there.
  return (await navigator.serviceWorker.getRegistration().catch(() => undefined)) !== undefined;
}
