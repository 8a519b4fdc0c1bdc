import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../server/db/database.ts';
import { migrate } from '../../server/db/migrate.ts';
import { ROOT } from '../../server/root.ts';
import { seed } from '../../server/seed/store.ts';
import { onceOn, withDatabaseName } from './postgres.ts';

const CACHE = path.join(ROOT, 'node_modules/.cache/alai-test');
const WAIT_MILLISECONDS = 60_000;
/** Everything that decides what a migrated and seeded directory looks like. */
const SOURCES = [
  'sql/migrations',
  'sql/functions',
  'sql/seed',
  'sql/queries/seed',
  'sql/queries/migrate',
  'server/seed',
  'server/db/migrate.ts',
  'server/db/embedded/worker.mjs',
  'node_modules/@electric-sql/pglite/package.json',
  'node_modules/@electric-sql/pglite-postgis/package.json',
];

/** Makes a migrated and seeded database on the server, to be copied for each test file. Answers with its name. */
export async function makePostgresTemplate(url: string): Promise<string> {
  const name = `alai_test_${randomBytes(6).toString('hex')}`;
  await onceOn(url, `create database ${name}`);
  await fill({ databaseUrl: withDatabaseName(url, name), dataDir: '' });
  return name;
}

/**
 * A data directory with a migrated and seeded embedded database, to be copied for each test file. Making it takes some
 * 25 s, so it is kept until the schema, the seed or the engine changes.
 */
export async function embeddedTemplate(): Promise<string> {
  const directory = path.join(CACHE, sourcesHash());
  if (existsSync(directory)) return directory;
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(path.join(CACHE, 'making-'));
  try {
    await fill({ databaseUrl: null, dataDir: making });
    for (const name of readdirSync(CACHE))
      if (!name.startsWith('making-')) rmSync(path.join(CACHE, name), { recursive: true, force: true });
    // Only now does it get its name: a run that was cut short leaves no half-made template.
    renameSync(making, directory);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another run may have made it meanwhile; then its template is as good.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

async function fill(place: { databaseUrl: string | null; dataDir: string }): Promise<void> {
  const database = await openDatabase({ ...place, databaseWaitMilliseconds: WAIT_MILLISECONDS });
  try {
    await migrate(database);
    await seed(database);
  } finally {
    await database.close();
  }
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(path.join(ROOT, source)))) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}
