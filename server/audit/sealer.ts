import type { App } from '../app.ts';
import { sealEntries } from './store.ts';

const EVERY_MILLISECONDS = 5000;

/**
 * Continues the chain every few seconds, so that whoever appends to history never waits for it. Several servers may do so
 * at once: sealing takes turns in the database. What is not sealed yet is sealed after the next start.
 */
export function sealHistory(app: App): void {
  let timer: NodeJS.Timeout | undefined;
  let sealing: Promise<void> = Promise.resolve();
  let closing = false;
  const seal = async () => {
    try {
      while (!closing && (await sealEntries(app.database)) > 0);
    } catch (error) {
      app.log.error({ err: error }, 'history could not be sealed');
    }
    if (!closing) wait();
  };
  const wait = () => {
    timer = setTimeout(() => (sealing = seal()), EVERY_MILLISECONDS);
    timer.unref();
  };
  app.addHook('onReady', async () => wait());
  app.addHook('onClose', async () => {
    closing = true;
    clearTimeout(timer);
    await sealing;
  });
}
