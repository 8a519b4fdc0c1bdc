import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openEmbedded } from '../../server/db/embedded/engine.ts';
import type { EmbeddedEngine } from '../../server/db/embedded/engine.ts';
import { temporaryDirectory } from './support.ts';
import { RawClient, wire } from './wire.ts';

/** One engine for a whole test file, with an empty table `notes (id, body)` for each test. */
export function sharedEngine(waitMs: number) {
  const { directory, remove } = temporaryDirectory();
  let engine: EmbeddedEngine;
  let pool: pg.Pool;
  const endings: (() => unknown)[] = [];

  beforeAll(async () => {
    engine = await openEmbedded({ dataDir: directory, waitMs });
    pool = new pg.Pool(engine.poolOptions);
  });
  afterAll(async () => {
    await pool?.end();
    await engine?.close();
    remove();
  });
  beforeEach(() => pool.query('create table notes (id int primary key, body text)'));
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((end) => end()));
    await pool.query('drop table notes');
  });

  return {
    directory,
    engine: () => engine,
    pool: () => pool,
    /** a client that is ended after the test */
    connect: async () => {
      const client = new pg.Client(engine.poolOptions);
      await client.connect();
      endings.push(() => client.end());
      return client;
    },
    /** a client that sends exactly what it is told */
    raw: async () => {
      const client = new RawClient(engine.poolOptions.stream());
      endings.push(() => client.drop());
      await client.start();
      return client;
    },
    /** the ids in `notes`, as another client sees them */
    ids: async () => (await pool.query('select id from notes order by id')).rows.map(({ id }) => id as number),
  };
}

/** The SQLSTATE of the error that it ends with. */
export function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );
}

/** Parse, Bind and Execute of the unnamed statement and portal. */
export function prepared(sql: string, values: string[] = [], rows = 0): Buffer[] {
  return [wire.parse({ text: sql }), wire.bind({ values }), wire.execute({ rows })];
}
