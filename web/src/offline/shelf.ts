/** Where the outbox lies. */
import type { OutboxItem } from './outbox-rules.ts';

/** What an item becomes; null takes it away. Called once or more, so it must only compute. */
export type Change = (item: OutboxItem | null) => OutboxItem | null;

/** A place that keeps items by their key. */
export interface Shelf {
  /** All of them, in no order. */
  all(): Promise<OutboxItem[]>;
  /** Reads and writes one item with nothing in between, whoever else has the place open; gives what it became. */
  update(key: string, change: Change): Promise<OutboxItem | null>;
}

/** An item as it stands, and whether it is still there after the browser was closed. */
export interface Kept {
  item: OutboxItem | null;
  lasts: boolean;
}

/** For as long as the page is open: when nothing else takes it. */
export class MemoryShelf implements Shelf {
  readonly #items = new Map<string, OutboxItem>();

  async all(): Promise<OutboxItem[]> {
    return [...this.#items.values()];
  }

  async update(key: string, change: Change): Promise<OutboxItem | null> {
    const next = change(this.#items.get(key) ?? null);
    if (next === null) this.#items.delete(key);
    else this.#items.set(key, next);
    return next;
  }
}

const PREFIX = 'alai.outbox.';

/** localStorage: small, but there in browsers that refuse IndexedDB. Throws what the browser throws when it is full. */
export class TextShelf implements Shelf {
  async all(): Promise<OutboxItem[]> {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
    return keys.flatMap((key) => (key?.startsWith(PREFIX) ? (this.#read(key.slice(PREFIX.length)) ?? []) : []));
  }

  // Nothing is awaited in between, and browsers let one page at a time at localStorage.
  async update(key: string, change: Change): Promise<OutboxItem | null> {
    const next = change(this.#read(key));
    if (next === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(next));
    return next;
  }

  #read(key: string): OutboxItem | null {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return null;
    try {
      return JSON.parse(text) as OutboxItem;
    } catch {
      return null;
    }
  }
}

/**
 * Several shelves as one, the best first. What one does not take goes to the next, the last (memory) takes all; the item
 * in the later shelf is the newer one. So a full phone costs the certainty that it is kept, never the words.
 */
export class Shelves {
  readonly #shelves: readonly Shelf[];

  constructor(shelves: readonly Shelf[]) {
    this.#shelves = shelves;
  }

  /** Oldest first. */
  async all(): Promise<Kept[]> {
    const found = new Map<string, Kept>();
    for (const [index, shelf] of this.#shelves.entries()) {
      for (const item of await shelf.all().catch(() => [])) found.set(item.key, { item, lasts: this.#lasts(index) });
    }
    return [...found.values()].sort((a, b) => a.item!.savedAt - b.item!.savedAt);
  }

  /** Changes one item; never throws. */
  async update(key: string, change: Change): Promise<Kept> {
    for (let at = await this.#home(key); at < this.#shelves.length; at++) {
      const kept = await this.#tryAt(at, key, change);
      if (kept) return kept;
    }
    return { item: null, lasts: false };
  }

  async #tryAt(at: number, key: string, change: Change): Promise<Kept | null> {
    const seen: { item: OutboxItem | null } = { item: null };
    try {
      const item = await this.#shelves[at]!.update(key, (known) => change((seen.item = known)));
      // Nor must an older state come to light again below.
      if (item === null && seen.item !== null) await this.#clear(key, at);
      return { item, lasts: this.#lasts(at) };
    } catch {
      // It could be read but not written: what is known of it goes along.
      if (seen.item) await this.#shelves[at + 1]?.update(key, () => seen.item).catch(() => null);
      return null;
    }
  }

  /** The last shelf that has it, else the first. */
  async #home(key: string): Promise<number> {
    for (let at = this.#shelves.length - 1; at > 0; at--) {
      const items = await this.#shelves[at]!.all().catch(() => []);
      if (items.some((item) => item.key === key)) return at;
    }
    return 0;
  }

  async #clear(key: string, below: number): Promise<void> {
    for (const shelf of this.#shelves.slice(0, below)) await shelf.update(key, () => null).catch(() => null);
  }

  #lasts(at: number): boolean {
    return at < this.#shelves.length - 1;
  }
}
