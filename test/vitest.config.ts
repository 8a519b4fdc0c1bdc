import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { findPostgres, findPostgresBinaries } from './support/postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Nothing here measures time: these only end a test that hangs, on a machine however busy. */
const HANGS_AFTER_MILLISECONDS = 300_000;
const CORES = 2;
/** Each embedded engine takes 0.9 GB. With less memory than this one file runs at a time. */
const MEMORY_FOR_TWO_BYTES = 6 * 2 ** 30;
const EMBEDDED_AT_ONCE = os.totalmem() < MEMORY_FOR_TWO_BYTES ? 1 : CORES;
/** Tests of the API that need no database run once, not on each engine. */
const WITHOUT_DATABASE = ['test/api/basemap-*.test.ts'];
/** Needs a PostgreSQL that may be stopped: one that the tests can start. */
const STOPS_POSTGRES = 'test/api/database-*.test.ts';

type Engine = 'postgres' | 'embedded';

/** A project without a database. Projects run one after the other, in the order given here. */
function project(name: string, order: number, include: string[], exclude: string[] = []) {
  return {
    name,
    root: ROOT,
    include,
    exclude,
    pool: 'forks' as const,
    maxWorkers: CORES,
    testTimeout: HANGS_AFTER_MILLISECONDS,
    hookTimeout: HANGS_AFTER_MILLISECONDS,
    sequence: { groupOrder: order },
  };
}

/** A project whose files call testDatabase(). */
function onEngine(name: string, order: number, engine: Engine, include: string[]) {
  const stops = engine === 'postgres' && findPostgresBinaries() !== null;
  return {
    ...project(name, order, include, stops ? WITHOUT_DATABASE : [...WITHOUT_DATABASE, STOPS_POSTGRES]),
    ...(engine === 'embedded' ? { maxWorkers: EMBEDDED_AT_ONCE } : {}),
    env: { ALAI_TEST_ENGINE: engine },
    globalSetup: [path.join(ROOT, 'test/support/setup.ts')],
  };
}

const onPostgres = [
  onEngine('sql-postgres', 3, 'postgres', ['test/sql/**/*.test.ts']),
  onEngine('api-postgres', 4, 'postgres', ['test/api/**/*.test.ts']),
  onEngine('import-postgres', 5, 'postgres', ['test/import/**/*.test.ts']),
];
if (findPostgres() === null) {
  onPostgres.length = 0;
  process.stderr.write(
    'No PostgreSQL with PostGIS was found, so the tests on PostgreSQL are left out; those on the embedded ' +
      'engine run. Install it, or set TEST_DATABASE_URL, to run all.\n',
  );
}

export default defineConfig({
  root: ROOT,
  test: {
    projects: [
      { test: project('unit', 0, ['test/unit/**/*.test.ts'], ['test/unit/web-*.test.ts']) },
      {
        // Svelte, paraglide and the dark block exactly as in the pages.
        extends: path.join(ROOT, 'web/vite.config.ts'),
        root: ROOT,
        // Without it Svelte's server build is loaded, which cannot mount a component.
        resolve: { conditions: ['browser'] },
        test: { ...project('web', 1, ['test/unit/web-*.test.ts']), environment: 'jsdom' },
      },
      { test: project('api', 2, WITHOUT_DATABASE) },
      ...onPostgres.map((test) => ({ test })),
      { test: { ...project('embedded', 6, ['test/embedded/**/*.test.ts']), maxWorkers: 1, fileParallelism: false } },
      { test: onEngine('sql-embedded', 7, 'embedded', ['test/sql/**/*.test.ts']) },
      { test: onEngine('api-embedded', 8, 'embedded', ['test/api/**/*.test.ts']) },
      { test: onEngine('import-embedded', 9, 'embedded', ['test/import/**/*.test.ts']) },
    ],
  },
});
