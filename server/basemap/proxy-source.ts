import path from 'node:path';
import type { CacheEntry } from './cache-entry.ts';
import { DiskCache } from './disk-cache.ts';
import { Downloader } from './download.ts';
import { Gate, UpstreamFailure } from './gate.ts';
import { MapDocument } from './map-document.ts';
import { etagOf } from './rules.ts';
import type { TileAddress } from './rules.ts';
import { SourceUnavailable } from './source.ts';
import type { BasemapAnswer, BasemapDescription, BasemapLog, TileSource } from './source.ts';
import { checkTile } from './tile-bytes.ts';
import type { UpstreamMap } from './tilejson.ts';

/** Bounds on what is asked of the upstream. */
export interface ProxyLimits {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly queueLimit: number;
  readonly queueWaitMs: number;
  readonly failureLimit: number;
  readonly restMs: number;
  readonly maxTileBytes: number;
}

export const PROXY_LIMITS: ProxyLimits = {
  timeoutMs: 3000,
  concurrency: 8,
  // About what three phones ask for at once; the rest come back after Retry-After.
  queueLimit: 64,
  queueWaitMs: 3000,
  failureLimit: 3,
  restMs: 15_000,
  maxTileBytes: 5 * 1024 * 1024,
};

/** For maps whose addresses carry no version: when to look again. "Nothing here" is believed for a day only. */
const TILE_REFRESH_AFTER_MS = 30 * 24 * 3_600_000;
const EMPTY_REFRESH_AFTER_MS = 24 * 3_600_000;

interface ProxyOptions {
  /** Address of a TileJSON document, http or https. */
  readonly url: URL;
  readonly cacheDirectory: string;
  readonly cacheMaxBytes: number;
  readonly limits: ProxyLimits;
  readonly log: BasemapLog;
}

/**
 * Somebody else's vector tiles through a cache of our own. What was seen once is answered from disk at once, whatever
 * its age, and renewed behind the answer; so nothing seen is lost, and a bad line is felt only at new places.
 */
export class ProxySource implements TileSource {
  readonly #options: ProxyOptions;
  readonly #downloader = new Downloader();
  readonly #gate: Gate;
  readonly #document: MapDocument;
  readonly #cache: DiskCache;
  readonly #flights = new Map<string, Promise<CacheEntry>>();
  readonly #writes = new Set<Promise<void>>();
  #cacheErrors = 0;

  constructor(options: ProxyOptions) {
    const { url, limits, log, cacheDirectory, cacheMaxBytes } = options;
    this.#options = options;
    this.#gate = new Gate({
      ...limits,
      onChange: (open, reason) =>
        open ? log.warn({ reason }, 'basemap upstream rests') : log.info({}, 'basemap upstream answers again'),
    });
    const onError = (error: unknown) => this.#noteDiskError(error);
    const file = path.join(cacheDirectory, 'tilejson.json');
    const { timeoutMs } = limits;
    this.#document = new MapDocument({ url, file, timeoutMs, gate: this.#gate, downloader: this.#downloader, onError });
    this.#cache = new DiskCache({ directory: cacheDirectory, maxBytes: cacheMaxBytes, onError });
  }

  async describe(): Promise<BasemapDescription | null> {
    return (await this.#document.get())?.description ?? null;
  }

  async tile(z: number, x: number, y: number): Promise<BasemapAnswer> {
    // The version is not part of the key: the new tile takes the place of the old one, which serves until then.
    const key = `${this.#options.url.href} ${z}/${x}/${y}`;
    const [kept, map] = await Promise.all([this.#cache.get(key), this.#document.get()]);
    if (kept !== null) {
      const current = map !== null && isCurrent(kept, map);
      if (map !== null && !current) this.#fetch(key, map, { z, x, y }).catch(() => undefined);
      return answer(kept, current);
    }
    if (map === null) throw new SourceUnavailable('no TileJSON', Math.ceil(this.#options.limits.restMs / 1000));
    const { minzoom, maxzoom, version } = map.description;
    if (z < minzoom || z > maxzoom) return { tile: null, version };
    return answer(await this.#fetch(key, map, { z, x, y }), true);
  }

  async close(): Promise<void> {
    this.#downloader.close();
    await Promise.allSettled(this.#flights.values());
    await Promise.all(this.#writes);
    await this.#document.close();
    await this.#cache.close();
  }

  /** One request to the upstream however many ask; the place stays taken until the tile can be read from disk. */
  #fetch(key: string, map: UpstreamMap, address: TileAddress): Promise<CacheEntry> {
    const running = this.#flights.get(key);
    if (running) return running;
    const flight = this.#gate.run(() => this.#download(map, address));
    this.#flights.set(key, flight);
    const write: Promise<void> = flight
      .then((entry) => this.#cache.put(key, entry))
      .catch(() => undefined)
      .finally(() => {
        this.#flights.delete(key);
        this.#writes.delete(write);
      });
    this.#writes.add(write);
    return flight;
  }

  async #download(map: UpstreamMap, address: TileAddress): Promise<CacheEntry> {
    const { timeoutMs, maxTileBytes: maxBytes } = this.#options.limits;
    const { status, bytes } = await this.#downloader.get(map.tileUrl(address), { timeoutMs, maxBytes });
    const absent = status === 204 || status === 404 || status === 410;
    if (!absent && status !== 200) throw new UpstreamFailure(`answers ${status}`, false);
    const tile = absent ? null : await checkTile(bytes);
    return { bytes: tile, version: map.description.version, fetchedAt: Date.now() };
  }

  /** A full disk would fail at every tile: say it once, then at every thousandth. */
  #noteDiskError(error: unknown): void {
    if (error instanceof SourceUnavailable || error instanceof UpstreamFailure) return;
    this.#cacheErrors += 1;
    if (this.#cacheErrors % 1000 !== 1) return;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    this.#options.log.warn({ code, count: this.#cacheErrors }, 'basemap cache cannot use its disk');
  }
}

function isCurrent(entry: CacheEntry, map: UpstreamMap): boolean {
  const limit = entry.bytes === null ? EMPTY_REFRESH_AFTER_MS : TILE_REFRESH_AFTER_MS;
  return entry.version === map.description.version && Date.now() - entry.fetchedAt < limit;
}

function answer(entry: CacheEntry, current: boolean): BasemapAnswer {
  const version = current ? entry.version : null;
  if (entry.bytes === null) return { tile: null, version };
  return { tile: { bytes: entry.bytes, encoding: 'gzip', etag: etagOf(entry.bytes) }, version };
}
