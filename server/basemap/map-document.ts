import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isGzip, gunzipAsync } from './tile-bytes.ts';
import type { Downloader } from './download.ts';
import { UpstreamFailure } from './gate.ts';
import type { Gate } from './gate.ts';
import { isRecord, parseJson } from './json.ts';
import { parseTileJson } from './tilejson.ts';
import type { UpstreamMap } from './tilejson.ts';

const REFRESH_AFTER_MS = 24 * 3_600_000;
const MAX_BYTES = 1024 * 1024;

interface MapDocumentOptions {
  /** Address of the TileJSON document. */
  readonly url: URL;
  /** Where the last good copy is kept. */
  readonly file: string;
  readonly timeoutMs: number;
  readonly gate: Gate;
  readonly downloader: Downloader;
  readonly onError: (error: unknown) => void;
}

interface Copy {
  readonly fetchedAt: number;
  readonly map: UpstreamMap;
}

/** The upstream's TileJSON: fetched when first needed, kept on disk for the days without internet, renewed daily. */
export class MapDocument {
  readonly #options: MapDocumentOptions;
  #copy: Copy | null = null;
  #read: Promise<void> | null = null;
  #fetching: Promise<void> | null = null;

  constructor(options: MapDocumentOptions) {
    this.#options = options;
  }

  /** The newest known description; waits for the upstream only when there is none. Null when it cannot be had. */
  async get(): Promise<UpstreamMap | null> {
    this.#read ??= this.#load();
    await this.#read;
    const due = this.#copy === null || Date.now() - this.#copy.fetchedAt > REFRESH_AFTER_MS;
    if (due) this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    if (this.#copy === null) await this.#fetching;
    return this.#copy?.map ?? null;
  }

  /** Resolves when nothing is being fetched or written any more. */
  async close(): Promise<void> {
    await this.#read;
    await this.#fetching;
  }

  async #fetch(): Promise<void> {
    const { gate, downloader, url, timeoutMs, onError } = this.#options;
    try {
      const [text, map] = await gate.run(async () => {
        const { status, bytes } = await downloader.get(url, { timeoutMs, maxBytes: MAX_BYTES });
        if (status !== 200) throw new UpstreamFailure(`answers ${status} for its TileJSON`, false);
        const body = (isGzip(bytes) ? await gunzipAsync(bytes).catch(() => Buffer.alloc(0)) : bytes).toString('utf8');
        const parsed = parseTileJson(body, url.href);
        if (parsed === null) throw new UpstreamFailure('sends no usable TileJSON', false);
        return [body, parsed] as const;
      });
      this.#copy = { fetchedAt: Date.now(), map };
      await this.#save(text);
    } catch (error) {
      onError(error);
    }
  }

  async #load(): Promise<void> {
    const { file, url } = this.#options;
    const stored = parseJson(await readFile(file, 'utf8').catch(() => ''));
    // Another address was set meanwhile: its predecessor's copy would send every request to the wrong server.
    if (!isRecord(stored) || stored.url !== url.href || typeof stored.text !== 'string') return;
    const map = parseTileJson(stored.text, url.href);
    if (map) this.#copy = { fetchedAt: typeof stored.fetchedAt === 'number' ? stored.fetchedAt : 0, map };
  }

  async #save(text: string): Promise<void> {
    const { file, url } = this.#options;
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(draft, JSON.stringify({ url: url.href, fetchedAt: this.#copy?.fetchedAt, text }));
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }
}
