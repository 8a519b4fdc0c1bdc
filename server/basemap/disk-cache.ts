import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LRUCache } from 'lru-cache';
import { decodeEntry, encodeEntry } from './cache-entry.ts';
import type { CacheEntry } from './cache-entry.ts';

/** Files take whole blocks, so that a million empty answers cannot fill a disk that counts blocks. */
const BLOCK_BYTES = 4096;
/** The time of last use is kept in the file's mtime; writing it on every read would wear out a laptop's card. */
const TOUCH_EVERY_MS = 3_600_000;
/** A half-written file this old was left by a process that is gone. */
const ABANDONED_MS = 3_600_000;

interface IndexEntry {
  readonly size: number;
  touchedAt: number;
}

interface DiskCacheOptions {
  /** Made when it is missing. One process at a time: others on the same directory are not seen until the next start. */
  readonly directory: string;
  /** Bound on the space taken on disk, whole blocks counted; 0 keeps nothing. */
  readonly maxBytes: number;
  /** Told about a disk that is full or read-only. The cache goes on as if it had missed. */
  readonly onError: (error: unknown) => void;
}

/**
 * Answers of the upstream on disk, least recently used out first. The name of a file follows from its key, so reading
 * needs no index; the index only knows sizes and order, and is rebuilt in the background from a listing at start.
 * No method rejects: what cannot be read is a miss, what cannot be written is not kept.
 */
export class DiskCache {
  readonly #options: DiskCacheOptions;
  readonly #index: LRUCache<string, IndexEntry> | null;
  readonly #ready: Promise<void>;
  readonly #removals = new Set<Promise<void>>();
  readonly #writing = new Set<string>();
  #closed = false;

  constructor(options: DiskCacheOptions) {
    this.#options = options;
    this.#index =
      options.maxBytes < BLOCK_BYTES
        ? null
        : new LRUCache<string, IndexEntry>({
            maxSize: Math.floor(options.maxBytes),
            sizeCalculation: (entry) => entry.size,
            dispose: (_entry, name, reason) => {
              if (reason === 'evict') this.#remove(name);
            },
          });
    this.#ready = this.#rebuild().catch(options.onError);
  }

  /** The entry of a key, or null. A damaged file is deleted on the way. */
  async get(key: string): Promise<CacheEntry | null> {
    if (this.#index === null) return null;
    const name = fileName(key);
    const file = await readFile(this.#path(name)).catch(() => null);
    const entry = file && decodeEntry(file);
    if (!file || !entry) {
      // Not there yet is no reason to forget one that is being written.
      if (this.#writing.has(name)) return null;
      this.#index.delete(name);
      if (file) await this.#remove(name);
      return null;
    }
    this.#use(name, file.length);
    return entry;
  }

  /** Keeps an entry; resolves when it is on disk, or will not be. */
  async put(key: string, entry: CacheEntry): Promise<void> {
    await this.#ready;
    if (this.#index === null) return;
    const name = fileName(key);
    const file = encodeEntry(entry);
    const mine: IndexEntry = { size: blocks(file.length), touchedAt: Date.now() };
    // Room first, then the file: the bound holds at every moment, not only afterwards.
    this.#index.set(name, mine);
    this.#writing.add(name);
    await Promise.all(this.#removals);
    const draft = path.join(this.#options.directory, `${randomUUID()}.tmp`);
    try {
      await mkdir(path.dirname(this.#path(name)), { recursive: true });
      await writeFile(draft, file);
      await rename(draft, this.#path(name));
    } catch (error) {
      if (this.#index.peek(name) === mine) this.#index.delete(name);
      await rm(draft, { force: true }).catch(() => undefined);
      this.#options.onError(error);
    } finally {
      this.#writing.delete(name);
    }
    // Put out by others while it was being written (or larger than the whole bound): nobody counts it any more.
    if (!this.#index.has(name)) await this.#remove(name);
  }

  /** Resolves when the listing is done and nothing is being deleted; the directory may then be removed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready;
    await Promise.all(this.#removals);
  }

  #use(name: string, bytes: number): void {
    const known = this.#index?.get(name);
    if (known && Date.now() - known.touchedAt < TOUCH_EVERY_MS) return;
    const now = new Date();
    if (known) known.touchedAt = now.getTime();
    else this.#index?.set(name, { size: blocks(bytes), touchedAt: now.getTime() });
    utimes(this.#path(name), now, now).catch(() => undefined);
  }

  #remove(name: string): Promise<void> {
    const removal: Promise<void> = rm(this.#path(name), { force: true })
      .catch(this.#options.onError)
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
    return removal;
  }

  async #rebuild(): Promise<void> {
    if (this.#index === null) return;
    const { directory } = this.#options;
    await mkdir(directory, { recursive: true });
    const found: { name: string; bytes: number; usedAt: number }[] = [];
    for (const item of await readdir(directory, { withFileTypes: true })) {
      if (this.#closed) return;
      const full = path.join(directory, item.name);
      if (item.isFile() && item.name.endsWith('.tmp')) await removeAbandoned(full);
      if (!item.isDirectory() || !/^[0-9a-f]{2}$/.test(item.name)) continue;
      for (const name of await readdir(full)) {
        if (!name.startsWith(item.name) || !/^[0-9a-f]{40}$/.test(name)) continue;
        const facts = await stat(path.join(full, name)).catch(() => null);
        if (facts?.isFile()) found.push({ name, bytes: facts.size, usedAt: facts.mtimeMs });
      }
    }
    found.sort((a, b) => a.usedAt - b.usedAt);
    // Entries read while the listing went on are newer than anything listed: put them back on top.
    const readMeanwhile = [...this.#index.rentries()] as [string, IndexEntry][];
    for (const { name, bytes, usedAt } of found) this.#index.set(name, { size: blocks(bytes), touchedAt: usedAt });
    for (const [name, entry] of readMeanwhile) this.#index.set(name, entry);
  }

  #path(name: string): string {
    return path.join(this.#options.directory, name.slice(0, 2), name);
  }
}

function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

function blocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

async function removeAbandoned(file: string): Promise<void> {
  const facts = await stat(file).catch(() => null);
  if (facts && Date.now() - facts.mtimeMs > ABANDONED_MS) await rm(file, { force: true }).catch(() => undefined);
}
