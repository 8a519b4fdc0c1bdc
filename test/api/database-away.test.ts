import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { findPostgresBinaries, onceOn, startCluster } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';

/** Long beside every wait of the server: its looks at the change table, its catalog, a phone's Retry-After. */
const AWAY_MILLISECONDS = 12_000;
const TILE = '/tiles/reports/11/1438/771.mvt?category=LIGHT';
const STATISTICS = '/api/statistics?category=LIGHT';
const FROM_THE_INDEX = [TILE, STATISTICS, '/api/heat?category=LIGHT', '/api/grid?category=LIGHT'];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server as those who use it meet it. */
function visitor(origin: string) {
  const count = async () =>
    ((await (await fetch(origin + STATISTICS)).json()) as { total: { count: number } }).total.count;
  return {
    countBecomes: async (wanted: number) => {
      while ((await count()) !== wanted) await pause(50);
    },
    status: async (path: string) => (await fetch(origin + path)).status,
    /** What is shown, with the ETag that says that it is the same as before. */
    shown: () =>
      Promise.all(
        FROM_THE_INDEX.map(async (path) => {
          const answer = await fetch(origin + path);
          return [
            path,
            answer.status,
            answer.headers.get('etag'),
            Buffer.from(await answer.arrayBuffer()).toString('hex'),
          ];
        }),
      ),
    report: (key: string) =>
      fetch(`${origin}/api/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ category: 'LIGHT_NONE', location: { type: 'Point', coordinates: [72.838, 40.4985] } }),
      }),
    support: (id: string) =>
      fetch(`${origin}/api/reports/${id}/support`, { method: 'POST', headers: { 'device-token': 'd'.repeat(24) } }),
  };
}

/** Listens to the events of a server, on one connection for as long as it lasts. */
function listener(origin: string) {
  const heard = { text: '', ended: false };
  const asking = request(`${origin}/api/events`, (answer) => {
    answer.on('data', (bytes: Buffer) => (heard.text += bytes.toString()));
    answer.on('close', () => (heard.ended = true));
  });
  asking.on('error', () => (heard.ended = true)).end();
  const versions = () => [...heard.text.matchAll(/"version":(\d+)/g)].map(([, version]) => Number(version));
  return { heard, versions, close: () => asking.destroy() };
}

test('PostgreSQL goes away and comes back: the map stays as it was, writes hear when to try again, listeners stay, and all catches up by itself', async () => {
  const postgres = await startCluster(findPostgresBinaries()!);
  const server = await startServer({ databaseUrl: postgres.url }).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  const { countBecomes, shown, status, report, support } = visitor(server.origin);
  const events = listener(server.origin);
  try {
    const first = (await (await report(randomUUID())).json()) as ReportCreated;
    await (await report(randomUUID())).json();
    await countBecomes(2);
    while (events.versions().length < 2) await pause(50);
    const before = await shown();
    expect(before.map(([, code]) => code)).toEqual([200, 200, 200, 200]);

    await postgres.halt();
    const until = Date.now() + AWAY_MILLISECONDS;
    const key = randomUUID();
    while (Date.now() < until) {
      expect(await shown()).toEqual(before);
      for (const answer of [await report(key), await support(first.id)]) {
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
          503,
          'database_unavailable',
        ]);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect([await status('/healthz'), await status('/readyz'), await status('/')]).toEqual([200, 503, 200]);
      await pause(250);
    }
    expect(events.heard.ended).toBe(false);

    await postgres.start();
    // Before the server may have noticed: one report past it, and the one that a phone has kept all the while.
    await onceOn(
      postgres.url,
      `insert into reports (code, category_code, location, precision)
         values ('22222223', 'LIGHT', st_setsrid(st_makepoint(72.849, 40.4925), 4326), 'exact')`,
    );
    let sent = await report(key);
    while (sent.status === 503) {
      await pause(Number(sent.headers.get('retry-after')) * 1000);
      sent = await report(key);
    }
    expect(sent.status).toBe(201);
    await countBecomes(4);
    expect(await shown()).not.toEqual(before);
    expect(await status('/readyz')).toBe(200);

    // What is changed behind the server's back is seen as before.
    await onceOn(postgres.url, `update reports set status = 'rejected' where id = '${first.id}'`);
    await countBecomes(3);
    const { dataVersion } = (await (await fetch(`${server.origin}/api/config`)).json()) as { dataVersion: number };
    // On the connection that it had before.
    while (Math.max(...events.versions()) < dataVersion) await pause(50);
    expect(events.heard.ended).toBe(false);
  } finally {
    events.close();
    await server.stop();
    await postgres.stop();
  }
});
