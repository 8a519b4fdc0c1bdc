import fc from 'fast-check';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { literal } from '../../server/db/large-read.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';

const REPORTS = 6000;
/** So long that all together are more than the buffers between the database and a reader that has stopped reading hold. */
const TEXT = `Көчө "жарыгы" жок, \\ деп айтышат.\n\t, ${'– '.repeat(1000)}`;

let context: TestApp;
let origin: string;
beforeAll(async () => {
  context = await testApp();
  await query(
    context.database,
    `insert into reports (code, category_code, kind_code, location, precision, published_description, reported_at)
     select substr(translate(upper(md5(n::text)), '01', 'XY'), 1, 12), 'ROAD', 'ROAD_MUD',
       st_setsrid(st_makepoint(72.838, 40.4985), 4326), 'exact', $1, now() - n * interval '1 second'
     from generate_series(1, $2::integer) n`,
    [TEXT, REPORTS],
  );
  await context.app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(context.app.server.address() as AddressInfo).port}`;
});
afterAll(() => context.close());

/** Starts a download and stops reading after its first bytes. */
function stalled(path = '/api/exports/reports.geojson'): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http
      .get(origin + path, { agent: false }, (response) => {
        response.once('readable', () => {
          response.read(1);
          resolve(response);
        });
      })
      .once('error', reject);
  });
}

const reading = async () =>
  (
    await query<{ n: number }>(
      context.database,
      "select count(*)::integer as n from pg_stat_activity where datname = current_database() and state = 'active' and query like 'copy %'",
    )
  )[0]!.n;

test('a large file is whole: every report once, newest first, texts as they are', async () => {
  const file = (await (await fetch(`${origin}/api/exports/reports.geojson?lang=ky`)).json()) as {
    features: { id: string; properties: { reportedAt: string; description: string; statusName: string } }[];
  };
  expect(new Set(file.features.map(({ id }) => id)).size).toBe(REPORTS);
  expect(new Set(file.features.map(({ properties }) => properties.description))).toEqual(new Set([TEXT]));
  const times = file.features.map(({ properties }) => properties.reportedAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(file.features[0]!.properties.statusName).toBe('Жаңы');
});

test('the head of a file is answered without reading what would be in it', async () => {
  let reads = 0;
  const app = await buildApp(context.config, {
    ...context.database,
    readLarge: (...asked) => (reads++, context.database.readLarge(...asked)),
  });
  const { statusCode, headers, body } = await app.inject({ method: 'HEAD', url: '/api/exports/reports.geojson' });
  const whole = await app.inject('/api/exports/reports.geojson?to=2001-01-01');
  expect([statusCode, body, reads]).toEqual([200, '', 1]);
  for (const name of ['content-type', 'content-disposition']) expect(headers[name]).toBe(whole.headers[name]);
  await app.close();
});

test('an export of nothing is still a FeatureCollection', async () => {
  const file = await (await fetch(`${origin}/api/exports/reports.geojson?to=2001-01-01`)).json();
  expect(file).toMatchObject({ type: 'FeatureCollection', features: [] });
});

describe('a reader that stops in the middle of a file', () => {
  test('keeps nobody from sending a report', async () => {
    const responses = await Promise.all(Array.from({ length: 3 }, () => stalled()));
    await send(context.app);
    for (const response of responses) response.destroy();
  });

  test('and goes away frees the connection at once', async () => {
    const response = await stalled();
    try {
      // The embedded engine has no connection to free: between two pages nothing is held. Readers of the test before may still be going.
      if (context.engine === 'postgres') await expect.poll(reading, { timeout: 10_000 }).toBe(1);
    } finally {
      // An open answer would keep the server from closing.
      response.destroy();
    }
    await expect.poll(reading, { timeout: 10_000 }).toBe(0);
  });
});

test.each(['identity', 'gzip', 'br'])('a file that breaks off does not look whole (%s)', async (encoding) => {
  const { database } = context;
  const broken = {
    ...database,
    async *readLarge() {
      yield ',{"type":"Feature","id":"1","geometry":null,"properties":{}}\n';
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('the database went away');
    },
  };
  const { buildApp } = await import('../../server/app.ts');
  const app = await buildApp(context.config, broken as never);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const end = await new Promise<string>((resolve) => {
    const headers = { 'accept-encoding': encoding };
    http.get({ port, path: '/api/exports/reports.geojson', headers, agent: false }, (response) => {
      response.on('error', () => undefined);
      // Where nothing was sent yet, as brotli may still hold it back, an error can be said.
      response.once('close', () => resolve(response.statusCode === 200 && response.complete ? 'whole' : 'broken'));
      response.resume();
    });
  });
  expect(end).toBe('broken');
  await app.close();
});

test('what fails before the first report is answered with its own status', async () => {
  const { problem } = await import('../../server/http/problem.ts');
  const { buildApp } = await import('../../server/app.ts');
  const away = {
    ...context.database,
    // eslint-disable-next-line require-yield -- it fails before it has anything to yield
    async *readLarge() {
      throw problem('database_unavailable', undefined, { retryAfterSeconds: 3 });
    },
  };
  const app = await buildApp(context.config, away as never);
  const answer = await app.inject('/api/exports/reports.geojson');
  expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([
    503,
    'database_unavailable',
    '3',
  ]);
  await app.close();
});

test('any filter value arrives in COPY as it is, though COPY takes no parameters', async () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  await fc.assert(
    fc.asyncProperty(text, fc.array(text), async (one, many) => {
      const [row] = await query(
        context.database,
        `select ${literal(one)}::text as one, ${literal(many)}::text[] as many, ${literal(null)}::text as nothing`,
      );
      expect(row).toEqual({ one, many, nothing: null });
    }),
    { numRuns: 50 },
  );
});
