import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { HOUR_MS, layerName, TILE, useProxyBench } from '../support/basemap-proxy.ts';
import { vectorTile } from '../support/tile-upstream.ts';
import type { Behaviour } from '../support/tile-upstream.ts';

const bench = useProxyBench();

describe('an upstream in good health', () => {
  it('is described with addresses on this server only', async () => {
    bench.upstream.document.attribution = '<a href="https://osm.example/">OSM</a><script>alert(1)</script>';
    bench.upstream.document.bounds = [-180, -85, 180, 85];
    const { app } = await bench.start();
    const answer = await app.inject('/basemap/tiles.json');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      available: true,
      source: 'proxy',
      schema: 'openmaptiles',
      tiles: [expect.stringMatching(/^\/basemap\/\{z\}\/\{x\}\/\{y\}\.mvt\?v=[0-9a-f]{10}$/)],
      minzoom: 0,
      maxzoom: 14,
      attribution: expect.stringContaining('OSM</a>'),
      bounds: [-180, -85, 180, 85],
    });
    expect(answer.body).not.toContain('127.0.0.1');
    expect(answer.body).not.toContain('<script');
  });

  it('gives its tiles, once from there and then from disk', async () => {
    const { app } = await bench.start();
    for (let time = 0; time < 3; time += 1) {
      const answer = await app.inject(TILE);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
      expect(answer.rawPayload).toEqual(vectorTile(layerName('20260101')));
    }
    expect(bench.upstream.tilesAsked()).toBe(1);
  });

  it('gives them gzipped to those who can read that, and 304 to those who have them', async () => {
    bench.upstream.behave('plain');
    const { app } = await bench.start();
    const { tiles } = (await app.inject('/basemap/tiles.json')).json<{ tiles: [string] }>();
    const url = `${TILE}${tiles[0].slice(tiles[0].indexOf('?'))}`;
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    const plain = await app.inject(url);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.rawPayload).toEqual(vectorTile(layerName('20260101')));
    const known = await app.inject({ url, headers: { 'if-none-match': `"x", ${packed.headers.etag as string}` } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
    expect((await app.inject(`${TILE}?v=old`)).headers['cache-control']).toBe('public, max-age=300');
  });

  it('learns nothing about who asks', async () => {
    const { app } = await bench.start();
    const headers = {
      cookie: 'session=secret',
      'user-agent': 'Somebody/1.0',
      referer: 'http://map.example/?at=72.8,40.5',
      authorization: 'Bearer secret',
      'x-forwarded-for': '203.0.113.7',
      'accept-language': 'ky',
      'device-token': 'secret',
    };
    bench.upstream.behave('redirect');
    expect((await app.inject({ url: TILE, headers, remoteAddress: '203.0.113.7' })).statusCode).toBe(200);
    expect(bench.upstream.seen.map(({ path: asked }) => asked)).toHaveLength(3);
    for (const seen of bench.upstream.seen) {
      expect(Object.keys(seen.headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
      expect(seen.headers['user-agent']).toBe('alai-map');
    }
  });

  it('is asked once for a tile that many want at the same moment', async () => {
    bench.upstream.behave('held');
    const { app } = await bench.start({ limits: { timeoutMs: HOUR_MS } });
    const answers = Array.from({ length: 20 }, () => app.inject(TILE));
    await vi.waitFor(() => expect(bench.upstream.tilesAsked()).toBe(1));
    bench.upstream.release();
    for (const answer of await Promise.all(answers)) expect(answer.statusCode).toBe(200);
    expect(bench.upstream.tilesAsked()).toBe(1);
  });

  it('is asked for a few tiles at once, and what does not fit the queue is told to come back', async () => {
    bench.upstream.behave('held');
    const { app } = await bench.start({
      limits: { timeoutMs: HOUR_MS, queueWaitMs: HOUR_MS, concurrency: 3, queueLimit: 4 },
    });
    await app.inject('/basemap/tiles.json');
    const answers = Array.from({ length: 10 }, (_, x) => app.inject(`/basemap/10/${x}/0.mvt`));
    const done = Promise.all(answers);
    await vi.waitFor(() => expect(bench.upstream.tilesAsked()).toBe(3));
    const timer = setInterval(() => bench.upstream.release(), 5);
    const codes = (await done).map(({ statusCode }) => statusCode).sort();
    clearInterval(timer);
    expect(codes).toEqual([...Array<number>(7).fill(200), 503, 503, 503]);
    expect(bench.upstream.mostAtOnce()).toBe(3);
  });

  it.each<Behaviour>(['absent', 'no-content', 'empty'])(
    'says 204 where there is nothing (%s), and remembers it',
    async (how) => {
      bench.upstream.behave(how);
      const { app } = await bench.start();
      for (let time = 0; time < 2; time += 1) {
        const answer = await app.inject(TILE);
        expect([answer.statusCode, answer.body]).toEqual([204, '']);
      }
      expect(bench.upstream.tilesAsked()).toBe(1);
    },
  );

  it('is not asked for zooms it does not have', async () => {
    const { app } = await bench.start();
    expect((await app.inject('/basemap/15/23016/12356.mvt')).statusCode).toBe(204);
    expect(bench.upstream.tilesAsked()).toBe(0);
  });

  it('is asked again a day later whether there is a newer map', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { app } = await bench.start();
    const first = (await app.inject('/basemap/tiles.json')).json();
    bench.upstream.publish('20260201');
    expect((await app.inject('/basemap/tiles.json')).json()).toEqual(first);
    vi.setSystemTime(Date.now() + 25 * HOUR_MS);
    await vi.waitFor(async () => expect((await app.inject('/basemap/tiles.json')).json()).not.toEqual(first));
  });

  it('replaces an old tile behind the answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { app } = await bench.start();
    await app.inject(TILE);
    bench.upstream.publish('20260201');
    vi.setSystemTime(Date.now() + 25 * HOUR_MS);
    const before = (await app.inject('/basemap/tiles.json')).body;
    await vi.waitFor(async () => expect((await app.inject('/basemap/tiles.json')).body).not.toBe(before));
    const old = await app.inject(TILE);
    expect(old.rawPayload).toEqual(vectorTile(layerName('20260101')));
    expect(old.headers['cache-control']).toBe('public, max-age=60');
    await vi.waitFor(async () =>
      expect((await app.inject(TILE)).rawPayload).toEqual(vectorTile(layerName('20260201'))),
    );
  });
});

it('ends quickly while the upstream keeps it waiting', async () => {
  bench.upstream.behave('held');
  const { app } = await bench.start({ limits: { timeoutMs: HOUR_MS } });
  const answer = app.inject(TILE);
  await vi.waitFor(() => expect(bench.upstream.tilesAsked()).toBe(1));
  await app.close();
  expect((await answer).statusCode).toBe(503);
});

it('keeps the cache under its bound, with the tiles that were used last', async () => {
  const { app } = await bench.start({ basemapCacheMegabytes: 0.0625 });
  for (let x = 0; x < 40; x += 1) expect((await app.inject(`/basemap/10/${x}/0.mvt`)).statusCode).toBe(200);
  const asked = bench.upstream.tilesAsked();
  expect((await app.inject('/basemap/10/39/0.mvt')).statusCode).toBe(200);
  expect(bench.upstream.tilesAsked()).toBe(asked);
  await app.inject('/basemap/10/0/0.mvt');
  expect(bench.upstream.tilesAsked()).toBe(asked + 1);
  await app.close();
  const names = (await readdir(bench.cache, { recursive: true })).filter((name) => /[0-9a-f]{40}$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(bench.cache, name))).size));
  expect(sizes.length).toBeGreaterThan(10);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(65_536);
});

it('answers any z, x, y with a tile or 400, never with a fault', async () => {
  const { app } = await bench.start();
  await app.inject('/basemap/tiles.json');
  const part = fc.oneof(
    fc.integer().map(String),
    fc.nat(30).map(String),
    fc.string({ maxLength: 20 }),
    fc.double().map(String),
  );
  await fc.assert(
    fc.asyncProperty(part, part, part, async (z, x, y) => {
      const parts = [z, x, y].map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')));
      fc.pre(parts.every((text) => text !== '' && text !== '.' && text !== '..'));
      const answer = await app.inject(`/basemap/${parts.join('/')}.mvt`);
      expect([200, 204, 400]).toContain(answer.statusCode);
      if (answer.statusCode === 400) expect(answer.json()).toMatchObject({ code: 'tile_out_of_range' });
    }),
    { numRuns: 300 },
  );
});

it('never writes to the log which tiles were looked at', async () => {
  const { app, logged } = await bench.start();
  await app.inject(TILE);
  bench.upstream.behave('reset');
  await app.inject('/basemap/14/11509/6178.mvt');
  expect(logged()).not.toMatch(/1150[89]|6178/);
});
