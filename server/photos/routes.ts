import type { App } from '../app.ts';
import { cleanUpPhotos } from './clean-up/clean-up.ts';
import { Photos } from './photos.ts';
import { resumableRoutes } from './resumable.ts';
import { sendRoute } from './send.ts';
import { showRoutes } from './show.ts';

/** Everything the public does with photos: send them whole or in parts, and see those that are published. */
export async function photoRoutes(app: App): Promise<void> {
  app.decorate('photos', new Photos(app.config, app.database));
  cleanUpPhotos(app);
  // Bodies that are not JSON are taken here and nowhere else.
  await app.register(async (scope) => {
    await sendRoute(scope as unknown as App);
    await resumableRoutes(scope as unknown as App);
  });
  showRoutes(app);
}
