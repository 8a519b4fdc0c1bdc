import type { Sql } from '../db/database.ts';
import type { Catalog } from './rules.ts';
import { loadCatalog } from './store.ts';

/** How old a catalog may be; an import in another process is seen after this. */
const MAX_AGE_MILLISECONDS = 2000;

/** A function that gives the catalog, read again when it is older than two seconds; requests at the same time share one reading. */
export function catalogCache(sql: Sql): () => Promise<Catalog> {
  let reading: Promise<Catalog> | null = null;
  let readAt = 0;
  return () => {
    if (reading && Date.now() - readAt < MAX_AGE_MILLISECONDS) return reading;
    const current = loadCatalog(sql);
    reading = current;
    readAt = Date.now();
    // A failed reading is not kept: the next request tries again.
    current.catch(() => {
      if (reading === current) reading = null;
    });
    return current;
  };
}
