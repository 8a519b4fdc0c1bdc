import { api } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { intersects } from './geometry.ts';
import type { Bounds } from './geometry.ts';
import { readTile } from './tile-content.ts';
import type { TileContent } from './tile-content.ts';
import { tileBounds, tilePath } from './tile-cover.ts';
import type { TileAddress } from './tile-cover.ts';

/** Some screens full; the oldest go first. */
const KEPT_TILES_MAX = 96;
const TRIES_MAX = 3;
/** Doubled with each further try. */
const RETRY_MS = 800;

/** Tiles of reports that were seen. The browser's cache keeps the bytes and asks the server whether they are still true. */
export class TileStore {
  readonly #kept = new Map<string, TileContent>();
  /** Grows when something is forgotten: what was asked for before must not be kept after. */
  #age = 0;

  /** The content of tiles, in their order. Throws ApiError when one does not come, and the AbortError. */
  load(tiles: readonly TileAddress[], filter: URLSearchParams, signal: AbortSignal): Promise<TileContent[]> {
    return Promise.all(tiles.map((tile) => this.#one(tile, tilePath(tile, filter), signal)));
  }

  /** Tiles that touch the box are asked for again when they are next wanted; null: all of them. */
  forget(box: Bounds | null): void {
    this.#age++;
    for (const [path, { tile }] of this.#kept) {
      if (box === null || intersects(tileBounds(tile), box)) this.#kept.delete(path);
    }
  }

  async #one(tile: TileAddress, path: string, signal: AbortSignal): Promise<TileContent> {
    const known = this.#kept.get(path);
    this.#kept.delete(path);
    const age = this.#age;
    const content = known ?? readTile(tile, await bytesOf(path, signal));
    if (age === this.#age) this.#kept.set(path, content);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_TILES_MAX) break;
      this.#kept.delete(oldest);
    }
    return content;
  }
}

/** A server with too much to do says so with 503 and has time a moment later. */
async function bytesOf(path: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await api.tile(path, signal);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 503 || tries === TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 2 ** (tries - 1) * (0.5 + Math.random())));
      signal.throwIfAborted();
    }
  }
}
