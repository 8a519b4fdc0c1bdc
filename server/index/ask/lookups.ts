import { LRUCache } from 'lru-cache';
import { busy } from './gate.ts';

/** Connections of the pool that words may take at a time: the rest is for those who write. */
const AT_ONCE = 2;
const WAITING_MAX = 32;
/** Of ids remembered: all tiles of a view ask for the same words. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;
const ENTRY_BYTES = 512;

/** Ids of reports, four 32-bit words each. */
export type Ids = Uint32Array;

/**
 * Looks words up for all who ask: who asks for the same words of the same revision of the index shares one look, a few are
 * looked up at a time, and what finds the line full is refused with server_busy (503).
 */
export class Lookups {
  readonly #find: (words: string) => Promise<Ids>;
  readonly #known = new LRUCache<string, { revision: number; ids: Ids }>({
    maxSize: REMEMBERED_BYTES,
    sizeCalculation: ({ ids }) => ids.byteLength + ENTRY_BYTES,
  });
  readonly #under = new Map<string, Promise<Ids>>();
  readonly #line: (() => void)[] = [];
  #running = 0;

  constructor(find: (words: string) => Promise<Ids>) {
    this.#find = find;
  }

  /** Ids of the reports with the words, as they were at this revision or later. */
  ids(words: string, revision: number): Promise<Ids> {
    const known = this.#known.get(words);
    if (known?.revision === revision) return Promise.resolve(known.ids);
    const key = `${revision} ${words}`;
    let looking = this.#under.get(key);
    if (!looking) {
      looking = this.#look(words, revision).finally(() => this.#under.delete(key));
      this.#under.set(key, looking);
    }
    return looking;
  }

  async #look(words: string, revision: number): Promise<Ids> {
    if (this.#running >= AT_ONCE) {
      if (this.#line.length >= WAITING_MAX) throw busy();
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    } else this.#running++;
    try {
      const ids = await this.#find(words);
      this.#known.set(words, { revision, ids });
      return ids;
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
