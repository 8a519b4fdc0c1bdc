import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, point, send } from '../support/reports.ts';

let context: TestApp;
const REPORTS = 150;
const FULL = '/tiles/reports/11/1438/771.mvt';
/** Holds one report. */
const SMALL = `${FULL}?category=LIGHT`;

beforeAll(async () => {
  context = await testApp();
  for (let i = 0; i < REPORTS; i++)
    await send(context.app, { category: 'ROAD_MUD', location: point([72.83 + i / 10_000, 40.495 + (i % 12) / 1000]) });
  await send(context.app, { category: 'LIGHT_NONE', location: point(IN_ALAI_1) });
});
afterAll(() => context.close());

describe('a tile on its way', () => {
  test('is packed as the client can unpack it, and says the same in every form', async () => {
    const plain = await context.get(FULL);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers.vary).toBe('accept-encoding');
    for (const [asked, encoding, unpack] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, *', 'gzip', gunzipSync],
    ] as const) {
      const packed = await context.get(FULL, { 'accept-encoding': asked });
      expect(packed.headers['content-encoding'], asked).toBe(encoding);
      expect(Number(packed.headers['content-length'])).toBe(packed.bytes.length);
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length);
      expect(unpack(packed.bytes).equals(plain.bytes)).toBe(true);
    }
    expect((await context.get(FULL, { 'accept-encoding': 'identity' })).bytes.equals(plain.bytes)).toBe(true);
  });

  test('is not sent again to whoever has it in any form, strong tag or weak', async () => {
    const tags = await Promise.all(
      ['identity', 'br', 'gzip'].map(
        async (encoding) => (await context.get(FULL, { 'accept-encoding': encoding })).headers.etag!,
      ),
    );
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) {
      for (const header of [tag, `W/${tag}`, `"other", ${tag}`]) {
        for (const encoding of ['br', 'identity']) {
          const again = await context.get(FULL, { 'accept-encoding': encoding, 'if-none-match': header });
          expect([again.status, again.text, again.headers['content-encoding']]).toEqual([304, '', undefined]);
          expect(again.headers.vary).toBe('accept-encoding');
        }
      }
    }
    expect((await context.get(FULL, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('stays plain when it is small', async () => {
    const answer = await context.get(SMALL, { 'accept-encoding': 'br' });
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined]);
  });

  test('carries the same protection, warm or cold, and a HEAD no body', async () => {
    const cold = await context.get(`${FULL}?demo=false`);
    const warm = await context.get(`${FULL}?demo=false`);
    expect(warm.headers).toEqual({ ...cold.headers, date: warm.headers.date });
    expect(warm.headers['content-security-policy']).toContain("default-src 'self'");
    const head = await context.ask('HEAD', FULL);
    expect([head.status, head.text]).toEqual([200, '']);
  });
});

test('a report that commits after a later one is in the next tile, although the data version is the same', async () => {
  const shown = async () => (await context.get(`${FULL}?category=SAFETY`)).bytes.length;
  const { app, database } = context;
  if (context.engine === 'embedded') return expect(await shown()).toBe(0);
  let commit!: () => void;
  const held = new Promise<void>((resolve) => (commit = resolve));
  const written = new Promise<void>((resolve) => {
    void database.transact(async (sql) => {
      await sql.script(`insert into reports (code, category_code, location, precision)
        values ('22222222', 'SAFETY', st_setsrid(st_makepoint(72.838, 40.4985), 4326), 'exact')`);
      resolve();
      await held;
    });
  });
  await written;
  await send(app, { category: 'LIGHT_NONE', location: point(IN_ALAI_1) });
  const { version } = app.live;
  expect(await shown()).toBe(0);
  commit();
  while (
    (await query<{ n: number }>(database, "select count(*)::int as n from reports where code = '22222222'"))[0]!.n < 1
  );
  await app.live.wake();
  expect(app.live.version).toBe(version);
  expect(await shown()).toBeGreaterThan(0);
});
