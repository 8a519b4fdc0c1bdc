import type { Sql } from '../db/database.ts';
import type { Catalog } from './rules.ts';
import { loadCatalog } from './store.ts';

/** How old a catalog may be; an import in another process is seen after this. */
const MAX_AGE_MILLISECONDS = 2000;

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
  let known: Catalog | null = null;
  let reading: Promise<Catalog> | null = null;
  let readAt = 0;
  const read = async () => {
    try {
      known = await loadCatalog(sql);
      return known;
    } catch (error) {
      if (known) return known;
      reading = null;
      throw error;
    }
  };
  const get = () => {
    if (reading && Date.now() - readAt < MAX_AGE_MILLISECONDS) return reading;
    readAt = Date.now();
    reading = read();
    return reading;
  };
  return Object.assign(get, { forget: () => (reading = null) });
}
