import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Postgrator from 'postgrator';
import { ROOT } from '../root.ts';
import type { Database, Sql } from './database.ts';
import { statement } from './statement.ts';

const MIGRATIONS = path.join(ROOT, 'sql/migrations');
const FUNCTIONS = path.join(ROOT, 'sql/functions');
/** Any number will do, as long as every process uses the same: it is the name of the advisory lock. */
const LOCK = 7_286_140;

const functionsHash = statement<object, { hash: string | null }>('migrate/functions_hash');
const saveFunctionsHash = statement<{ hash: string }, never>('migrate/save_functions_hash');

/**
 * Brings the database to the current schema: extension, numbered migrations (Postgrator, hash-checked), then every file
 * of sql/functions when any of them changed. All in one transaction under an advisory lock: two servers starting
 * together do it once, and a failure leaves the database as it was. Returns the names of what was applied.
 */
export async function migrate(database: Database): Promise<string[]> {
  await database.script('create extension if not exists postgis');
  const work = async (sql: Sql) => {
    await sql.script(`select pg_advisory_xact_lock(${LOCK})`);
    const applied = await applyMigrations(sql);
    if (await applyFunctions(sql)) applied.push('functions');
    return applied;
  };
  return database.transact(work, { patient: true });
}

async function applyMigrations(sql: Sql): Promise<string[]> {
  const postgrator = new Postgrator({
    driver: 'pg',
    database: '',
    schemaTable: 'schema_versions',
    migrationPattern: path.join(MIGRATIONS, '*.sql').replaceAll(path.sep, '/'),
    newline: 'LF',
    execQuery: (text: string) => rows(sql, text),
    execSqlScript: (text: string) => sql.script(text),
  } as never);
  const applied = await postgrator.migrate();
  return applied.map((migration) => `${migration.version} ${migration.name}`);
}

/** Postgrator asks in plain text and reads `rows`. */
async function rows(sql: Sql, text: string): Promise<{ rows: unknown[] }> {
  return { rows: await sql.run<object, unknown>({ name: 'postgrator', text, params: [] }, {}) };
}

async function applyFunctions(sql: Sql): Promise<boolean> {
  const files = readdirSync(FUNCTIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const texts = files.map((file) => readFileSync(path.join(FUNCTIONS, file), 'utf8'));
  const hash = createHash('sha256').update(texts.join('\0')).digest('hex');
  const [stored] = await sql.run(functionsHash, {});
  if (stored?.hash === hash) return false;
  for (const text of texts) await sql.script(text);
  await sql.run(saveFunctionsHash, { hash });
  return true;
}
