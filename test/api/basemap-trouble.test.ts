import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { HOUR_MS, layerName, SHORT, TILE, useProxyBench } from '../support/basemap-proxy.ts';
import { vectorTile } from '../support/tile-upstream.ts';
import type { Behaviour } from '../support/tile-upstream.ts';

const bench = useProxyBench();

describe('an upstream in trouble', () => {
  const troubles: Behaviour[] = ['error', 'cut-gzip', 'short-body', 'stalled', 'reset', 'silent'];
  it.each<Behaviour>([...troubles, 'too-large', 'bomb', 'login-page', 'redirect-loop'])(
    'is a 503 with Retry-After where nothing was seen, and nothing is kept (%s)',
    async (how) => {
      const { app, logged } = await bench.start({ limits: { timeoutMs: 1000, restMs: 0, failureLimit: 1 } });
      await app.inject('/basemap/tiles.json');
      bench.upstream.behave(how);
      const answer = await app.inject(TILE);
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'basemap_unavailable' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers['cache-control']).toBe('no-store');
      bench.upstream.behave('normal');
      expect((await app.inject(TILE)).rawPayload).toEqual(vectorTile(layerName('20260101')));
      expect(logged()).toContain('basemap upstream rests');
      expect(logged()).not.toMatch(/11508|6178/);
    },
  );

  it.each(troubles)('still gives what was seen before, also after a restart (%s)', async (how) => {
    const first = await bench.start();
    await first.app.inject(TILE);
    bench.upstream.behave(how);
    expect((await first.app.inject(TILE)).statusCode).toBe(200);
    const { app } = await bench.restart();
    expect((await app.inject('/basemap/tiles.json')).json()).toEqual(
      expect.objectContaining({ available: true, source: 'proxy' }),
    );
    expect((await app.inject(TILE)).rawPayload).toEqual(vectorTile(layerName('20260101')));
  });

  it('gives an old tile when the map has a newer version that cannot be had', async () => {
    await (await bench.start()).app.inject(TILE);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 40 * 24 * HOUR_MS);
    bench.upstream.behave('error-everywhere');
    const { app } = await bench.restart();
    for (let time = 0; time < 5; time += 1) expect((await app.inject(TILE)).statusCode).toBe(200);
  });

  it('gives what was seen even when its description was lost', async () => {
    await (await bench.start()).app.inject(TILE);
    await writeFile(path.join(bench.cache, 'tilejson.json'), '{"url":');
    bench.upstream.behave('silent');
    const { app } = await bench.restart({ limits: SHORT });
    expect((await app.inject('/basemap/tiles.json')).json()).toMatchObject({ available: false });
    expect((await app.inject(TILE)).statusCode).toBe(200);
    expect((await app.inject('/basemap/3/1/1.mvt')).statusCode).toBe(503);
  });

  it('fetches anew what was damaged on disk', async () => {
    const { app } = await bench.start();
    await app.inject(TILE);
    await vi.waitFor(async () => {
      const names = (await readdir(bench.cache, { recursive: true })).filter((name) => /[0-9a-f]{40}$/.test(name));
      const file = path.join(bench.cache, names[0] ?? '');
      await writeFile(file, (await readFile(file)).subarray(0, -1));
    });
    expect((await app.inject(TILE)).rawPayload).toEqual(vectorTile(layerName('20260101')));
    expect(bench.upstream.tilesAsked()).toBe(2);
  });

  it.each<Behaviour>(['silent', 'error-everywhere'])('leaves the map on plain ground (%s)', async (how) => {
    bench.upstream.behave(how);
    const { app } = await bench.start({ limits: SHORT });
    const answer = await app.inject('/basemap/tiles.json');
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.json()).toEqual({
      available: false,
      source: 'none',
      schema: null,
      tiles: [],
      minzoom: 0,
      maxzoom: 0,
      attribution: '',
    });
  });

  it('is left in peace for a while, so that nobody waits for it tile by tile', async () => {
    const { app } = await bench.start({ limits: { timeoutMs: 1000 } });
    await app.inject('/basemap/tiles.json');
    bench.upstream.behave('silent');
    expect((await app.inject(TILE)).statusCode).toBe(503);
    const asked = bench.upstream.seen.length;
    for (let x = 0; x < 20; x += 1) expect((await app.inject(`/basemap/10/${x}/0.mvt`)).statusCode).toBe(503);
    expect(bench.upstream.seen.length).toBe(asked);
  });

  it('is not asked for tiles with a description it does not have', async () => {
    bench.upstream.document.tiles = ['ftp://nowhere/{z}/{x}/{y}'];
    const { app } = await bench.start();
    expect((await app.inject('/basemap/tiles.json')).json()).toMatchObject({ available: false });
    expect((await app.inject(TILE)).statusCode).toBe(503);
    expect(bench.upstream.tilesAsked()).toBe(0);
  });
});
