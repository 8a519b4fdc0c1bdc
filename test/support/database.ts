import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import type { App } from '../../server/app.ts';
import { loadConfig } from '../../server/config.ts';
import type { Config } from '../../server/config.ts';
import { openDatabase } from '../../server/db/database.ts';
import type { Database } from '../../server/db/database.ts';
import { onceOn, withDatabaseName } from './postgres.ts';

export { query } from './query.ts';

export interface TestDatabase {
  readonly database: Database;
  /** Without limits, log and basemap unless asked for otherwise; dataDir is its own and empty but for the database. */
  readonly config: Config;
  readonly engine: 'postgres' | 'embedded';
  /** Closes the database and removes it. */
  close(): Promise<void>;
}

export interface TestApp extends TestDatabase {
  readonly app: App;
  /** Asks the application without a socket; a body that is an object is sent as JSON. */
  ask(method: Method, url: string, body?: object | string, headers?: Record<string, string>): Promise<Answer>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: object | string, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly text: string;
  readonly bytes: Buffer;
  /** The body parsed as JSON; undefined when it is not JSON. */
  readonly body: any;
}

export interface TestOptions {
  config?: Partial<Config>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** As long as needed: a real limit here would fail tests on a busy machine. */
const WAIT_MILLISECONDS = 60_000;

/**
 * A new database with schema and seed and without reports, on the engine of the running project. On PostgreSQL that
 * takes 0.2 s; on the embedded engine some 5 s and 0.9 GB, so make one per file there, in beforeAll.
 */
export async function testDatabase(options: TestOptions = {}): Promise<TestDatabase> {
  const engine = inject('engine');
  const dataDir = mkdtempSync(path.join(inject('scratch'), 'data-'));
  const name = `alai_test_${randomBytes(8).toString('hex')}`;
  if (engine.name === 'postgres') await onceOn(engine.url, `create database ${name} template ${engine.template}`);
  else cpSync(engine.template, dataDir, { recursive: true });
  const config = {
    ...loadConfig({
      DATA_DIR: dataDir,
      DATABASE_URL: engine.name === 'postgres' ? withDatabaseName(engine.url, name) : undefined,
      SECRET_KEY: 'a-secret-for-tests-only-0123456789abcdef',
      WRITE_LIMIT_PER_MINUTE: '0',
      READ_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'silent',
      BASEMAP_URL: 'off',
      DATABASE_WAIT_MILLISECONDS: String(WAIT_MILLISECONDS),
    }),
    databaseAnswerMilliseconds: null,
    ...options.config,
  };
  const database = await openDatabase(config);
  return {
    database,
    config,
    engine: engine.name,
    async close() {
      await database.close();
      if (engine.name === 'postgres') await onceOn(engine.url, `drop database ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The whole application on a new database. Nothing listens: it is asked by `get`, `post` and `ask`. */
export async function testApp(options: TestOptions = {}): Promise<TestApp> {
  const { buildApp } = await import('../../server/app.ts');
  const made = await testDatabase(options);
  const app = await buildApp(made.config, made.database);
  await app.ready();
  const ask: TestApp['ask'] = async (method, url, body, headers = {}) => {
    const response = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string | undefined>,
      text: response.payload,
      bytes: response.rawPayload,
      body: parsed(response.payload),
    };
  };
  return {
    ...made,
    app,
    ask,
    get: (url, headers) => ask('GET', url, undefined, headers),
    post: (url, body, headers) => ask('POST', url, body, headers),
    async close() {
      await app.close();
      await made.close();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
