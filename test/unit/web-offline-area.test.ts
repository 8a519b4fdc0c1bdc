import { expect, it, vi } from 'vitest';
import { areaTilePaths } from '../../web/src/offline/area-download.ts';

const BASEMAP = {
  available: true,
  schema: 'openmaptiles' as const,
  tiles: ['http://127.0.0.1/basemap/{z}/{x}/{y}'],
  minzoom: 0,
  maxzoom: 14,
  attribution: '',
};

it('the tiles of a settlement go from the whole of it down to the finest there are, and each is asked for once', () => {
  const paths = areaTilePaths([72.82, 40.48, 72.86, 40.52], BASEMAP);
  expect(paths[0]).toMatch(/\/basemap\/11\/\d+\/\d+$/);
  expect(paths.at(-1)).toMatch(/\/basemap\/14\/\d+\/\d+$/);
  expect(new Set(paths).size).toBe(paths.length);
});

it('of a box that is too large only the coarse zooms come, and without a background map nothing', () => {
  const paths = areaTilePaths([69, 39, 80, 43], BASEMAP);
  expect(paths.length).toBeLessThanOrEqual(600);
  expect(areaTilePaths([72.82, 40.48, 72.86, 40.52], { ...BASEMAP, tiles: [] })).toEqual([]);
});

it('nothing is fetched ahead for somebody whose data is to be spared', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  const ready = vi.fn(() => Promise.reject(new Error('as far as this test goes')));
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: Object.defineProperty({}, 'ready', { get: ready }),
  });
  const { dataSaver } = await import('../../web/src/state/data-saver.svelte.ts');
  const { fetchAhead } = await import('../../web/src/offline/ahead.ts');
  dataSaver.on = true;
  await fetchAhead();
  expect(ready).not.toHaveBeenCalled();
  dataSaver.on = false;
  await expect(fetchAhead()).rejects.toThrow('as far as this test goes');
});
