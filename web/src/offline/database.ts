/** The phone's own database: reports on their way and their photos. Open to the pages and to the service worker. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { OutboxItem } from './outbox-rules.ts';
import type { Change, Shelf } from './shelf.ts';

const NAME = 'alai';
const VERSION = 1;

/** A report, and the proof of who sends: the report's own token, or this phone's, which says whether it is fixed. */
export type PhotoTarget = { id: string } & ({ manageToken: string } | { deviceToken: string });

/** A photo chosen for a report, shrunk. */
export interface KeptPhoto {
  /** Idempotency-Key of its upload. */
  key: string;
  /** Key of its report. */
  report: string;
  /** A JPEG. Bytes, because a Blob in IndexedDB is lost in some browsers. */
  bytes: ArrayBuffer;
  width: number;
  height: number;
  addedAt: number;
  /** Where it goes, once the server has its report: before there is nowhere to send it. */
  to: PhotoTarget | null;
  /** Bytes that the server has acknowledged. */
  sentBytes: number;
  /** Address of its upload, once there is one. */
  url: string | null;
  /** The server has it whole. */
  done: boolean;
  /** Code of the server's refusal: it never becomes a photo. */
  refused: string | null;
  /** To be taken back: it goes as soon as the server knows. */
  removed: boolean;
}

interface Schema extends DBSchema {
  reports: { key: string; value: OutboxItem };
  photos: { key: string; value: KeptPhoto; indexes: { report: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** Some WebViews never say whether they open it. */
const PATIENCE_MS = 5_000;

/** Opens it, or throws when the browser refuses (a private window, no room) or says nothing. Opened again after the browser closed it. */
export function phoneDatabase(): Promise<IDBPDatabase<Schema>> {
  opened ??= Promise.race([opening(), silence()]);
  return opened;
}

function silence(): Promise<never> {
  return new Promise((_resolve, reject) =>
    setTimeout(() => reject(new Error('the database does not open')), PATIENCE_MS),
  );
}

async function opening(): Promise<IDBPDatabase<Schema>> {
  try {
    const database = await openDB<Schema>(NAME, VERSION, {
      upgrade(made) {
        made.createObjectStore('reports', { keyPath: 'key' });
        made.createObjectStore('photos', { keyPath: 'key' }).createIndex('report', 'report');
      },
      // A newer page wants to change it: whoever is open gives way, and opens it anew when needed.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opened = null;
      },
      terminated: () => (opened = null),
    });
    // Better late than never.
    opened = Promise.resolve(database);
    return database;
  } catch (error) {
    opened = null;
    throw error;
  }
}

/** Runs work on the database, once more when the browser had closed it meanwhile. */
export async function onPhone<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  try {
    return await work(await phoneDatabase());
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
    opened = null;
    return work(await phoneDatabase());
  }
}

/** Reports in IndexedDB: durable once `update` has resolved. */
export class DatabaseShelf implements Shelf {
  all(): Promise<OutboxItem[]> {
    return onPhone((database) => database.getAll('reports'));
  }

  update(key: string, change: Change): Promise<OutboxItem | null> {
    return onPhone(async (database) => {
      // strict: resolved means written to the disk, not only handed to the system.
      const work = database.transaction('reports', 'readwrite', { durability: 'strict' });
      const next = change((await work.store.get(key)) ?? null);
      const write = next === null ? work.store.delete(key) : work.store.put(next);
      await Promise.all([write, work.done]);
      return next;
    });
  }
}
