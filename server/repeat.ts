import type { App } from './app.ts';

/**
 * Does `work` when the application is ready, and again `milliseconds` after each time it ended. What fails is logged with
 * `fault` and tried again the next time. Closing waits for the work that is under way.
 */
export function repeat(app: App, milliseconds: number, work: () => Promise<void>, fault: string): void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const again = () => {
    running = work()
      .catch((error: unknown) => app.log.error({ err: error }, fault))
      .finally(() => {
        timer = setTimeout(again, milliseconds).unref();
      });
  };
  app.addHook('onReady', async () => again());
  app.addHook('onClose', async () => {
    await running;
    clearTimeout(timer);
  });
}
