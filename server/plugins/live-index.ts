import type { App } from '../app.ts';
import { IndexFollower } from '../index/follow/follower.ts';

const LOAD_AGAIN_MILLISECONDS = 2000;
const PROGRESS_EVERY_REPORTS = 100_000;

/**
 * Gives the app its index: loaded before it is ready, then following the database. A database that is away at the start is
 * asked again and again; until then /readyz and whatever needs the index answer not_ready.
 */
export function liveIndex(app: App): void {
  const live = new IndexFollower(app.database, (error) => app.log.error({ err: error }, 'index'));
  let again: NodeJS.Timeout | undefined;
  const load = async () => {
    const startedAt = Date.now();
    try {
      let told = 0;
      await live.load((reports) => {
        if (reports - told < PROGRESS_EVERY_REPORTS) return;
        told = reports;
        app.log.info({ reports }, 'loading the index');
      });
      app.log.info({ reports: live.index.size, milliseconds: Date.now() - startedAt }, 'index loaded');
      live.start();
    } catch (error) {
      app.log.error({ err: error }, 'the index could not be loaded');
      again = setTimeout(() => void load(), LOAD_AGAIN_MILLISECONDS);
    }
  };
  // A change that is of no place is one of areas, categories or settings.
  live.listen(({ bbox }) => {
    if (bbox === null) app.catalog.forget();
  });
  app.decorate('live', live);
  app.addHook('onReady', load);
  app.addHook('onClose', async () => {
    clearTimeout(again);
    await live.stop();
  });
}
