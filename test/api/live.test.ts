import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { Database } from '../../server/db/database.ts';
import { problem } from '../../server/http/problem.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, point, send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

/** The tile of a zoom that Alai lies in: Alai 1 and 2 are in one tile up to zoom 11. */
const ALAI_TILE = { z: 11, x: 1438, y: 771 };
const path = ({ z, x, y }: typeof ALAI_TILE, query = '') => `/tiles/reports/${z}/${x}/${y}.mvt${query}`;

async function layers(url: string): Promise<Record<string, Record<string, unknown>[]>> {
  const answer = await context.app.inject(url);
  if (answer.statusCode === 204) return {};
  expect(answer.statusCode).toBe(200);
  const tile = new VectorTile(new PbfReader(answer.rawPayload));
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, i) => layer.feature(i).properties),
    ]),
  );
}

describe('tiles', () => {
  test('hold a report as soon as it is acknowledged, each in exactly one layer', async () => {
    const exact = await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_1) });
    await send(context.app, { category: 'LAND_ACT', location: point(IN_ALAI_2) });
    const { reports, areas, cells } = await layers(path(ALAI_TILE));
    expect(cells).toBeUndefined();
    expect(reports).toEqual([
      {
        id: exact.id,
        category: 'ROAD',
        kind: 'ROAD_MUD',
        status: 'new',
        area: 'alai-1',
        precision: 'exact',
        supports: 0,
        demo: false,
      },
    ]);
    expect(areas).toEqual([{ area: 'alai-2', count: 1 }]);
  });

  test('follow the filters, moderation and support', async () => {
    const created = await send(context.app, { category: 'LIGHT_NONE', location: point(IN_ALAI_2) });
    const shown = async (query: string) =>
      ((await layers(path(ALAI_TILE, query))).reports ?? []).map((report) => report.id);
    expect(await shown('?category=LIGHT')).toEqual([created.id]);
    expect(await shown('?category=LIGHT&area=alai-1')).toEqual([]);
    await context.app.inject({
      method: 'POST',
      url: `/api/reports/${created.id}/support`,
      headers: { 'device-token': 'a'.repeat(20) },
    });
    expect((await layers(path(ALAI_TILE, '?category=LIGHT'))).reports![0]!.supports).toBe(1);
    await query(context.database, "update reports set status = 'rejected' where id = $1", [created.id]);
    await context.app.live.wake();
    expect(await shown('?category=LIGHT')).toEqual([]);
    expect(await shown('?category=LIGHT&status=rejected')).toEqual([created.id]);
    await query(context.database, "update reports set hidden_at = now(), hidden_reason = 'test' where id = $1", [
      created.id,
    ]);
    await context.app.live.wake();
    expect(await shown('?category=LIGHT&status=rejected')).toEqual([]);
  });

  test('are not sent twice: the ETag is that of the content, and another place does not change it', async () => {
    const far = { z: 11, x: 1439, y: 771 };
    await send(context.app, { category: 'ROAD_MUD', location: point([73.05, 40.5]) });
    const first = await context.app.inject(path(far));
    await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_1) });
    const again = await context.app.inject({
      url: path(far),
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect([first.statusCode, again.statusCode, again.body]).toEqual([200, 304, '']);
  });

  test('without anything in them are 204, impossible ones 400', async () => {
    expect((await context.app.inject(path({ z: 11, x: 0, y: 0 }))).statusCode).toBe(204);
    for (const url of [
      '/tiles/reports/23/0/0.mvt',
      '/tiles/reports/2/4/0.mvt',
      '/tiles/reports/a/b/c.mvt',
      '/tiles/reports/-1/0/0.mvt',
      '/tiles/reports/1.5/0/0.mvt',
    ]) {
      const answer = await context.app.inject(url);
      expect([answer.statusCode, answer.json().code], url).toEqual([400, 'tile_out_of_range']);
    }
    expect((await context.app.inject(path(ALAI_TILE, '?foo=1'))).statusCode).toBe(400);
  });

  test('never hold the exact place of a coarse report, at no zoom', async () => {
    const home: [number, number] = [72.84003, 40.49511];
    const { report } = await send(context.app, { category: 'WATER_CUT', location: point(home) });
    const [lng, lat] = report.geometry!.coordinates as [number, number];
    for (const z of [15, 18, 22]) {
      const at = ([x, y]: [number, number]) => {
        const sin = Math.sin((y * Math.PI) / 180);
        return path(
          {
            z,
            x: Math.floor(((x + 180) / 360) * 2 ** z),
            y: Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z),
          },
          '?category=WATER',
        );
      };
      expect((await layers(at([lng, lat]))).reports!.map(({ id }) => id)).toContain(report.id);
      if (z >= 20) expect(await layers(at(home))).toEqual({});
    }
  });
});

describe('two servers on one database', () => {
  test('see each other’s reports within a look at the change table', async () => {
    const other = await buildApp(context.config, context.database);
    await other.ready();
    const before = other.live.index.size;
    const created = await send(context.app, { category: 'EDU_WASH', location: point(IN_ALAI_1) });
    await other.live.wake();
    expect(other.live.index.size).toBe(before + 1);
    expect(other.live.index.get(created.id)).toMatchObject({ categoryCode: 'EDU', kindCode: 'EDU_WASH' });
    expect(other.live.version).toBe(context.app.live.version);
    await other.close();
  });
});

test('while the database is away tiles, statistics and heat answer as before, writes hear 503, and all catches up', async () => {
  await send(context.app, { category: 'TRANSPORT_STOP', location: point(IN_ALAI_1) });
  let away = false;
  const gone = () => problem('database_unavailable', undefined, { retryAfterSeconds: 3 });
  const database: Database = {
    ...context.database,
    run: (...asked) => (away ? Promise.reject(gone()) : context.database.run(...asked)),
    transact: (work) => (away ? Promise.reject(gone()) : context.database.transact(work)),
  };
  const app = await buildApp(context.config, database);
  const urls = [
    path(ALAI_TILE, '?category=TRANSPORT'),
    '/api/statistics?category=TRANSPORT',
    '/api/heat?category=TRANSPORT',
  ];
  const bodies = async () => Promise.all(urls.map(async (url) => (await app.inject(url)).body));
  const before = await bodies();
  away = true;
  // Longer than a catalog is taken for fresh.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await bodies()).toEqual(before);
  const refused = await app.inject({
    method: 'POST',
    url: '/api/reports',
    payload: { category: 'ROAD', location: point(IN_ALAI_1) },
  });
  expect([refused.statusCode, refused.json().code, refused.headers['retry-after']]).toEqual([
    503,
    'database_unavailable',
    '3',
  ]);
  expect((await app.inject('/readyz')).statusCode).toBe(503);
  await send(context.app, { category: 'TRANSPORT_STOP', location: point(IN_ALAI_1) });
  away = false;
  await app.live.wake();
  expect((await app.inject(urls[1]!)).json().total.count).toBe(2);
  expect((await app.inject('/readyz')).statusCode).toBe(200);
  await app.close();
});

test('a change that left no row is noticed and what differs is read again', async () => {
  await send(context.app, { category: 'PUBLIC_PLAY', location: point(IN_ALAI_1) });
  await context.database.transact(async (sql) => {
    await sql.script('alter table reports disable trigger reports_change_update');
    await sql.script("update reports set supports = supports + 7 where category_code = 'PUBLIC'");
    await sql.script('alter table reports enable trigger reports_change_update');
  });
  expect(await context.app.live.check()).toBe(false);
  expect(await context.app.live.check()).toBe(true);
  const { total } = (await context.app.inject('/api/statistics?category=PUBLIC')).json();
  expect(total.supports).toBe(7);
});

test('listeners hear of a new report, with the box of where it is', async () => {
  await context.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = context.app.server.address() as AddressInfo;
  let text = '';
  const asking = request({ host: '127.0.0.1', port, path: '/api/events' }, (response) => {
    response.on('data', (bytes: Buffer) => (text += bytes.toString()));
  });
  asking.on('error', () => {}).end();
  // What happened just before may still be told together with the first one, as a change anywhere.
  while (!/bbox":\[/.test(text)) {
    await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_2) });
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  asking.destroy();
  const { version, bbox } = JSON.parse(/data: (\{.*bbox":\[.*\})/.exec(text)![1]!);
  expect(bbox).toEqual([...IN_ALAI_2, ...IN_ALAI_2]);
  expect(version).toBeLessThanOrEqual(context.app.live.version);
});
