import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { BasemapOptions } from '../../server/basemap/basemap.ts';
import { basemapApp, temporaryDirectory } from './basemap-app.ts';
import type { BasemapApp } from './basemap-app.ts';
import { startTileUpstream } from './tile-upstream.ts';
import type { TileUpstream } from './tile-upstream.ts';

export const HOUR_MS = 3_600_000;
export const TILE = '/basemap/14/11508/6178.mvt';

/** Patience of tests in which the upstream never answers; in the others a busy machine may take its time. */
export const SHORT = { timeoutMs: 300 };

interface ProxyBench {
  upstream: TileUpstream;
  /** Directory of the cache. */
  cache: string;
  /** A server whose upstream is ours; once it rests it rests for the whole test. */
  start(options?: Partial<BasemapOptions>): Promise<BasemapApp>;
  /** Ends the servers of this test and starts one on the same directory. */
  restart(options?: Partial<BasemapOptions>): Promise<BasemapApp>;
}

/** For each test of the file an upstream and a directory of its own; both are gone afterwards. */
export function useProxyBench(): ProxyBench {
  const apps: BasemapApp[] = [];
  let dataDir: string;
  let remove: () => Promise<void>;
  const end = () => Promise.all(apps.splice(0).map(({ app }) => app.close()));
  const bench = {
    async start(options: Partial<BasemapOptions> = {}) {
      const limits = { timeoutMs: 5000, restMs: HOUR_MS, ...options.limits };
      const made = await basemapApp({ basemapUrl: bench.upstream.url, ...options, dataDir, limits });
      apps.push(made);
      return made;
    },
    async restart(options: Partial<BasemapOptions> = {}) {
      await end();
      return await bench.start(options);
    },
  } as ProxyBench;

  beforeEach(async () => {
    bench.upstream = await startTileUpstream();
    ({ directory: dataDir, remove } = await temporaryDirectory());
    bench.cache = path.join(dataDir, 'basemap-cache');
  });

  afterEach(async () => {
    vi.useRealTimers();
    await end();
    await bench.upstream.close();
    await remove();
  });
  return bench;
}

/** Name of the layer in the upstream's tile for one of our addresses. */
export function layerName(version: string, tile: string = TILE): string {
  return `/planet/${version}${tile.slice('/basemap'.length, -'.mvt'.length)}.pbf`;
}
