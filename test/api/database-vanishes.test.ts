import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDatabase, type Database } from '../../server/db/database.ts';
import type { Statement } from '../../server/db/statement.ts';
import { openBlackHole, type BlackHole } from '../support/black-hole.ts';
import { findPostgresBinaries, startCluster } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';

const ASKED = ['/tiles/reports/11/1438/771.mvt?category=LIGHT', '/api/statistics?category=LIGHT', '/api/heat', '/'];
/** Nothing here measures: without a bound of its own the server would answer after a quarter of an hour. */
const HANGS_AFTER_MILLISECONDS = 90_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A PostgreSQL behind a black hole, for as long as `work` takes. */
async function behindBlackHole(work: (hole: BlackHole) => Promise<void>): Promise<void> {
  const postgres = await startCluster(findPostgresBinaries()!);
  const hole = await openBlackHole(postgres.url);
  try {
    await work(hole);
  } finally {
    hole.close();
    await postgres.stop();
  }
}

test('a database host that vanishes without a word: writes hear it in bounded time, the map goes on, and all is well when it is back', () =>
  behindBlackHole(async (hole) => {
    const server = await startServer({
      databaseUrl: hole.url,
      environment: { DATABASE_WAIT_MILLISECONDS: '1000', DATABASE_ANSWER_MILLISECONDS: '1000' },
    });
    const ask = (path: string, init?: RequestInit) =>
      fetch(server.origin + path, { ...init, signal: AbortSignal.timeout(HANGS_AFTER_MILLISECONDS) });
    const report = (key: string) =>
      ask('/api/reports', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ category: 'LIGHT_NONE', location: { type: 'Point', coordinates: [72.838, 40.4985] } }),
      });
    const count = async () => (await (await ask('/api/statistics?category=LIGHT')).json()).total.count;
    const shown = async () => {
      const answers = await Promise.all(ASKED.map((path) => ask(path)));
      return answers.map((answer) => [answer.status, answer.url.endsWith('/') ? '' : answer.headers.get('etag')]);
    };
    try {
      const first = await (await report(randomUUID())).json();
      while ((await count()) !== 1) await pause(50);
      const before = await shown();
      expect(before.map(([status]) => status)).toEqual([200, 200, 200, 200]);

      hole.swallow();
      const key = randomUUID();
      // Idle connections, those under way and new ones: each is found out in its turn.
      for (let times = 0; times < 2; times++) {
        expect(await shown()).toEqual(before);
        const support = { method: 'POST', headers: { 'device-token': 'd'.repeat(24) } };
        for (const answer of await Promise.all([report(key), ask(`/api/reports/${first.id}/support`, support)])) {
          expect([answer.status, (await answer.json()).code]).toEqual([503, 'database_unavailable']);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        }
        expect([(await ask('/healthz')).status, (await ask('/readyz')).status]).toEqual([200, 503]);
      }

      hole.letThrough();
      let sent = await report(key);
      while (sent.status === 503) {
        await pause(Number(sent.headers.get('retry-after')) * 1000);
        sent = await report(key);
      }
      expect(sent.status).toBe(201);
      while ((await count()) !== 2) await pause(50);
      expect((await ask('/readyz')).status).toBe(200);
    } finally {
      await server.stop();
    }
  }));

const slow: Statement<object, { line: string }> = {
  name: 'slow',
  text: `select 'done' as line from pg_sleep(2)`,
  params: [],
};

test('a statement of a request that takes too long is ended in the database too; what may take long is not cut', () =>
  behindBlackHole(async ({ url }) => {
    const database = await openDatabase({
      databaseUrl: url,
      dataDir: '',
      databaseWaitMilliseconds: 10_000,
      databaseAnswerMilliseconds: 500,
    });
    const read = async (from: Database['readLarge']) => {
      let text = '';
      for await (const chunk of from(slow, {})) text += chunk.toString();
      return text;
    };
    try {
      await expect(database.run(slow, {})).rejects.toMatchObject({ code: 'database_busy', statusCode: 503 });
      await expect(database.transact((sql) => sql.run(slow, {}))).rejects.toMatchObject({ code: 'database_busy' });
      const running: Statement<object, { count: number }> = {
        name: 'running',
        text: `select count(*)::integer as count from pg_stat_activity where query like '%pg_sleep(2)%' and state = 'active' and pid <> pg_backend_pid()`,
        params: [],
      };
      expect(await database.run(running, {})).toEqual([{ count: 0 }]);

      const patient = await database.transact((sql) => sql.run(slow, {}), { patient: true });
      expect(patient).toEqual([{ line: 'done' }]);
      expect(await read(database.readLarge)).toBe('done\n');
      await database.script('select pg_sleep(2)');
      // The next one is bounded as before.
      await expect(database.run(slow, {})).rejects.toMatchObject({ code: 'database_busy' });
    } finally {
      await database.close();
    }
  }));

test('a large read from a host that has vanished fails, and gives its connection back', () =>
  behindBlackHole(async (hole) => {
    const { readByCopy } = await import('../../server/db/large-read.ts');
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({ connectionString: hole.url, max: 1, connectionTimeoutMillis: 10_000 });
    const many: Statement<{ limit: number | null }, { line: string }> = {
      name: 'many',
      text: `select repeat('x', 1000) as line from generate_series(1, 200000)`,
      params: [],
    };
    const read = async () => {
      let bytes = 0;
      for await (const chunk of readByCopy(pool, 1000)(many, {})) {
        bytes += chunk.length;
        hole.swallow();
      }
      return bytes;
    };
    await expect(read()).rejects.toMatchObject({ code: 'database_unavailable' });
    hole.letThrough();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  }));
