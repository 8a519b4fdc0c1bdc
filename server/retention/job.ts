import type { App } from '../app.ts';
import { repeat } from '../repeat.ts';
import { enforceRetention } from './store.ts';

const EVERY_MILLISECONDS = 60 * 60_000;

/** Deletes every hour what may not be kept any longer. How much it was stands in the log, never what. */
export function keepRetention(app: App): void {
  repeat(
    app,
    EVERY_MILLISECONDS,
    async () => {
      const deleted = await enforceRetention(app.database, new Date(), app.config.sessionIdleSeconds);
      if (Object.values(deleted).some((count) => count > 0)) app.log.info({ deleted }, 'kept no longer');
    },
    'what may not be kept any longer could not be deleted',
  );
}
