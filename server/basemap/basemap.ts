import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PmtilesSource } from './pmtiles-source.ts';
import { PROXY_LIMITS, ProxySource } from './proxy-source.ts';
import type { ProxyLimits } from './proxy-source.ts';
import type { BasemapAnswer, BasemapDescription, BasemapLog, TileSource } from './source.ts';

export interface BasemapOptions {
  /** Path of a PMTiles file; it need not exist. */
  readonly basemapFile: string;
  /** Address of a TileJSON document, or 'off'. */
  readonly basemapUrl: string;
  /** Bound of the disk cache in MiB; 0 keeps no tiles. */
  readonly basemapCacheMegabytes: number;
  readonly dataDir: string;
  /** Other bounds than PROXY_LIMITS. */
  readonly limits?: Partial<ProxyLimits>;
}

interface OpenFile {
  /** Tells one state of the file from the next. */
  readonly stamp: string;
  /** Null when it was looked at and cannot serve. */
  readonly source: PmtilesSource | null;
}

/**
 * The operator's file when there is one, else the proxy, else nothing. The file is looked for again whenever a map
 * asks what there is, so putting one in place (or a newer one) needs no restart.
 */
export class Basemap implements TileSource {
  readonly #options: BasemapOptions;
  readonly #log: BasemapLog;
  readonly #proxy: ProxySource | null;
  #file: OpenFile | null = null;
  #looking: Promise<void> | null = null;
  #looked = false;

  /** Throws TypeError when `basemapUrl` is neither 'off' nor an http(s) address. */
  constructor(options: BasemapOptions, log: BasemapLog) {
    this.#options = options;
    this.#log = log;
    this.#proxy =
      options.basemapUrl === 'off'
        ? null
        : new ProxySource({
            url: readUrl(options.basemapUrl),
            cacheDirectory: path.join(options.dataDir, 'basemap-cache'),
            cacheMaxBytes: options.basemapCacheMegabytes * 1024 * 1024,
            limits: { ...PROXY_LIMITS, ...options.limits },
            log,
          });
  }

  async describe(): Promise<BasemapDescription | null> {
    await this.#lookForFile();
    const source = this.#file?.source ?? this.#proxy;
    return source ? await source.describe() : null;
  }

  async tile(z: number, x: number, y: number): Promise<BasemapAnswer> {
    if (!this.#looked) await this.#lookForFile();
    const source = this.#file?.source ?? this.#proxy;
    return source ? await source.tile(z, x, y) : { tile: null, version: null };
  }

  async close(): Promise<void> {
    await this.#looking;
    await this.#file?.source?.close();
    await this.#proxy?.close();
  }

  #lookForFile(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.#looked = true;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const file = this.#options.basemapFile;
    const facts = await stat(file).catch(() => null);
    const stamp = facts?.isFile() ? `${facts.ino} ${facts.size} ${facts.mtimeMs}` : null;
    if (stamp === (this.#file?.stamp ?? null)) return;
    const before = this.#file?.source;
    this.#file = stamp === null ? null : { stamp, source: await this.#open(file) };
    await before?.close();
  }

  async #open(file: string): Promise<PmtilesSource | null> {
    try {
      return await PmtilesSource.open(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#log.warn({ file, reason }, 'the basemap file cannot be used');
      return null;
    }
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError(`the basemap address must be http(s) or 'off', not: ${text}`);
  }
  return url;
}
