import { findPostgres, startPostgres } from './postgres.ts';
import { SHARED_POSTGRES, SHARED_TEMPLATE } from './server.ts';
import { makePostgresTemplate } from './template.ts';

/** Before all browser tests: one PostgreSQL for all their servers. Each of its own would take seconds for every file. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const source = findPostgres();
  if (source === null) return undefined;
  const postgres = await startPostgres(source);
  process.env[SHARED_POSTGRES] = postgres.url;
  process.env[SHARED_TEMPLATE] = await makePostgresTemplate(postgres.url);
  return () => postgres.stop();
}
