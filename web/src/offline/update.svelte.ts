/** Another version of the site than the one on the page: told calmly, taken with one tap. */
import { request } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { m } from '../paraglide/messages.js';
import { lostFile } from '../state/lost-file.ts';

/** A page that stays open asks now and then whether there is a new version. */
const ASK_EVERY_MS = 3_600_000;
/** A worker that does not take over keeps nobody from the new version: pages come from the network. */
const PATIENCE_MS = 3_000;

/** Path of this version's script: its name is made of its content. */
const mainScript = () => document.querySelector('script[src^="/assets/"]')?.getAttribute('src') ?? '';

class Update {
  /** A new version is there, and everything of it can be had. */
  ready = $state(false);
  #registration: ServiceWorkerRegistration | null = null;
  #askedAt = performance.now();

  /** @param registration null where there are no workers: then a missing file tells */
  watch(registration: ServiceWorkerRegistration | null): void {
    lostFile.cause = () => this.#causeOfLoss();
    if (registration === null) return;
    this.#registration = registration;
    // So that it can throw away files that no page uses any more.
    navigator.serviceWorker.controller?.postMessage({ main: mainScript(), wished: false });
    this.#meet(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing;
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed') this.#meet(coming);
      });
    });
    // Another page has taken it.
    navigator.serviceWorker.addEventListener('controllerchange', () => this.#meet(navigator.serviceWorker.controller));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || performance.now() - this.#askedAt < ASK_EVERY_MS) return;
      this.#askedAt = performance.now();
      void registration.update().catch(() => {});
    });
  }

  /** Changes to it. What is being written is kept as it grows, and comes back. */
  async take(): Promise<void> {
    const waiting = this.#registration?.waiting;
    if (waiting) {
      const taken = new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
      waiting.postMessage({ main: mainScript(), wished: true });
      await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    }
    location.reload();
  }

  async #causeOfLoss(): Promise<ApiError> {
    const page = await request<string>('/', { cache: 'no-cache' }, (answer) => answer.text()).catch(() => '');
    if (!page.includes('/assets/') || page.includes(mainScript())) return new ApiError('network');
    this.ready = true;
    return Object.assign(new ApiError('outdated'), { words: m.update_needed });
  }

  /** The first worker of all waits for nobody. */
  #meet(worker: ServiceWorker | null): void {
    if (worker === null || navigator.serviceWorker.controller === null) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      this.ready ||= data === true;
      port1.close();
    };
    worker.postMessage({ main: mainScript(), wished: false }, [port2]);
  }
}

export const update = new Update();
