/** Sending while no page is open: the browser wakes the service worker when a connection comes. */
import { api } from '../../api/client.ts';
import { DatabaseShelf } from '../database.ts';
import { inTurn } from '../exclusive.ts';
import { Outbox } from '../outbox.ts';
import { sendPhotos } from '../photo-sender.ts';
import { addressPhotos } from '../photo-shelf.ts';
import { MemoryShelf, Shelves } from '../shelf.ts';

/**
 * Sends what waits on the phone. What was sent stays in the outbox until a page moves it to its list. Throws when something
 * still waits, so that the browser tries again.
 */
export async function sendWhatWaits(): Promise<void> {
  const pages = new BroadcastChannel('alai.outbox');
  const outbox = new Outbox(
    new Shelves([new DatabaseShelf(), new MemoryShelf()]),
    (body, key) => api.createReport(body, key),
    (work) => inTurn('alai.outbox', work),
    () => null,
    // Pages that are open look again, as if another page had done it.
    () => pages.postMessage('changed'),
  );
  const { waiting } = await outbox.flush();
  for (const { item } of await outbox.items()) if (item?.created) await addressPhotos(item.key, item.created);
  let photos = 0;
  await inTurn('alai.outbox.photos', async () => {
    photos = (await sendPhotos(() => {})).waiting;
  });
  if (waiting + photos > 0) throw new Error('some still wait');
}
