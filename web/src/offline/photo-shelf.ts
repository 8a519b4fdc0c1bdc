/** Photos kept on the phone until the server has them. */
import { onPhone } from './database.ts';
import type { Created } from './outbox-rules.ts';
import type { KeptPhoto } from './database.ts';

/** Those that the database did not take: there as long as the page is open. */
const inMemory = new Map<string, KeptPhoto>();

/** Stores a photo; false when it is gone with the page, because the phone has no room. */
export async function putPhoto(photo: KeptPhoto): Promise<boolean> {
  try {
    await onPhone((database) => database.put('photos', photo));
    inMemory.delete(photo.key);
    return true;
  } catch {
    inMemory.set(photo.key, photo);
    return false;
  }
}

/** Changes one photo unless it is gone meanwhile; null takes it away. */
export async function changePhoto(key: string, change: (photo: KeptPhoto) => KeptPhoto | null): Promise<void> {
  const there = inMemory.get(key);
  if (there) {
    const next = change(there);
    if (next) inMemory.set(key, next);
    else inMemory.delete(key);
    return;
  }
  await onPhone(async (database) => {
    const work = database.transaction('photos', 'readwrite');
    const known = await work.store.get(key);
    const next = known && change(known);
    if (next) await work.store.put(next);
    else if (known) await work.store.delete(key);
    await work.done;
  }).catch(() => {});
}

/** The server has their report: now they can go. */
export async function addressPhotos(report: string, { id, manageToken }: Created): Promise<void> {
  const to = { id, manageToken };
  for (const photo of await keptPhotos()) {
    if (photo.report === report && photo.to === null) await changePhoto(photo.key, (known) => ({ ...known, to }));
  }
}

/** All of them, in the order in which they were added. */
export async function keptPhotos(): Promise<KeptPhoto[]> {
  const kept = await onPhone((database) => database.getAll('photos')).catch(() => []);
  return [...kept, ...inMemory.values()].sort((a, b) => a.addedAt - b.addedAt);
}
