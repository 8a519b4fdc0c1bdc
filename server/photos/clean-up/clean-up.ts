import type { App } from '../../app.ts';
import { loadSettings } from '../../catalog/store.ts';
import { repeat } from '../../repeat.ts';
import { retentionOf } from '../../retention/rules.ts';
import {
  deleteExpiredUploads,
  deleteRefused,
  deleteUnusedReplyFiles,
  forgetFile,
  openUploads,
  unusedFiles,
} from './store.ts';

const EVERY_MILLISECONDS = 5 * 60_000;
/** An original without an upload in the database that nobody has written to for so long was left by a process that is gone. */
const ABANDONED_MILLISECONDS = 10 * 60_000;
const PAGE_FILES = 200;

/** Cleans up at the start and then at intervals; what fails is tried again the next time. */
export function cleanUpPhotos(app: App): void {
  repeat(app, EVERY_MILLISECONDS, () => cleanPhotos(app), 'photos could not be cleaned up');
}

/**
 * Deletes what must not stay: photos refused long ago, uploads that were not finished in time, originals whose report was
 * deleted, and the files of photos that are gone. Also called right after an erasure.
 */
export async function cleanPhotos({ photos, database }: Pick<App, 'photos' | 'database'>): Promise<void> {
  await deleteRefused(database, retentionOf(await loadSettings(database)).refusedPhotoDays);
  await deleteExpiredUploads(database);
  await deleteUnusedReplyFiles(database);
  const untouched = await photos.arrivals.untouched(ABANDONED_MILLISECONDS);
  const open = await openUploads(database, untouched);
  for (const id of untouched) if (!open.has(id)) await photos.arrivals.remove(id);
  for (;;) {
    const keys = await unusedFiles(database, PAGE_FILES);
    for (const key of keys) {
      await photos.deleteFiles(key);
      await forgetFile(database, key);
    }
    if (keys.length < PAGE_FILES) return;
  }
}
