import type { Sql } from '../db/database.ts';
import { within } from '../within.ts';
import type { Catalog } from './rules.ts';
import { loadCatalog } from './store.ts';

/** How old a catalog may be; an import in another process is seen after this. */
const MAX_AGE_MILLISECONDS = 2000;
/** Whoever has waited so long for a new one gets the last: a database that has vanished says nothing for much longer. */
const PATIENCE_MILLISECONDS = 1000;

/** The catalog as it is asked for, and a way to say that it has changed. */
export interface CatalogCache {
  (): Promise<Catalog>;
  /** Whoever asks from now on gets a catalog that is read from now on. */
  forget(): void;
}

/**
 * A function that gives the catalog, read again when it is older than two seconds; requests at the same time share one
 * reading. While the database is away the last one is given, however old: what the index can answer needs nothing newer.
 */
export function catalogCache(sql: Sql): CatalogCache {
  let last: Catalog | null = null;
  /** Nobody has said that the last one is wrong. */
  let stands = false;
  let reading: Promise<Catalog> | null = null;
  let readAt = 0;
  let pending = false;
  const read = (): Promise<Catalog> => {
    readAt = Date.now();
    pending = true;
    const begun: Promise<Catalog> = loadCatalog(sql).then(
      (fresh) => {
        if (reading === begun) [last, stands, pending] = [fresh, true, false];
        return fresh;
      },
      (error: unknown) => {
        if (reading === begun) pending = false;
        if (last) return last;
        if (reading === begun) reading = null;
        throw error;
      },
    );
    reading = begun;
    return begun;
  };
  const get = () => {
    const current = reading && (pending || Date.now() - readAt < MAX_AGE_MILLISECONDS) ? reading : read();
    return pending && stands ? within(PATIENCE_MILLISECONDS, current, last!) : current;
  };
  const forget = () => {
    reading = null;
    stands = false;
  };
  return Object.assign(get, { forget });
}
