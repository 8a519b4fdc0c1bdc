import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Encoding } from '../http/encoding.ts';
import { compress } from './compress.ts';

/** Most memory of all tiles in all their forms. */
const CACHE_BYTES = 64 * 1024 * 1024;
/** What an entry costs beside its bytes and its key: objects, headers. */
const ENTRY_BYTES = 1024;
const BYTES_A_CHARACTER = 2;
/** Below it an answer fits into one packet anyway. */
const COMPRESS_FROM_BYTES = 1024;
/** A form that saves less than this is not worth the work of unpacking it. */
const WORTH_IT = 0.9;

/** Of every answer: caches may keep it, if they ask each time whether it is still true. */
export const KEPT = { 'cache-control': 'public, no-cache', vary: 'accept-encoding' };

/** A tile as it goes over the wire in one encoding. */
export interface TileForm {
  /** A byte a character (latin1): Node sends a text in one piece with the head, bytes in two, which takes a tenth longer. */
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A tile with the forms made of it so far; a form that would not be worth it is the plain one. */
export interface StoredTile {
  /** Of the index it was made of. */
  readonly revision: number;
  /** Hash of its plain bytes: the ETag of every form begins with it. */
  readonly tag: string;
  readonly plain: TileForm;
  readonly br: TileForm | null;
  readonly gzip: TileForm | null;
}

/**
 * Tiles by the address they were asked for, letter by letter, filters included: a tile that is here needs no look at what
 * the letters mean. What is kept of all forms together is bounded; the longest unused goes first.
 */
export class TileCache {
  readonly #tiles = new LRUCache<string, StoredTile>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (tile, url) => sizeOf(tile) + ENTRY_BYTES + url.length * BYTES_A_CHARACTER,
  });

  get bytes(): number {
    return this.#tiles.calculatedSize;
  }

  /** The tile if it was made of this revision of the index. */
  get(url: string, revision: number): StoredTile | undefined {
    const tile = this.#tiles.get(url);
    return tile?.revision === revision ? tile : undefined;
  }

  /** Keeps the bytes of a tile; the forms of the one before are kept when they say the same. */
  put(url: string, revision: number, bytes: Uint8Array): StoredTile {
    const tag = createHash('sha1').update(bytes).digest('base64url');
    const before = this.#tiles.peek(url);
    const tile =
      before?.tag === tag
        ? { ...before, revision }
        : { revision, tag, plain: form(bytes, tag, null), br: null, gzip: null };
    this.#tiles.set(url, tile);
    return tile;
  }

  /** The tile with its form in an encoding, made aside now unless too much is being made already. */
  async withForm(url: string, tile: StoredTile, encoding: Encoding): Promise<StoredTile> {
    const { plain, tag } = tile;
    const bytes = await compress(Buffer.from(plain.body, 'latin1'), encoding);
    if (bytes === null) return tile;
    const made = bytes.length < plain.body.length * WORTH_IT ? form(bytes, tag, encoding) : plain;
    const now = this.#tiles.peek(url);
    // Meanwhile another revision may have come, or the other encoding.
    if (now?.tag === tag) this.#tiles.set(url, { ...now, [encoding]: made });
    return { ...tile, [encoding]: made };
  }
}

/** Whether a form is worth making and not there yet. */
export function lacksForm(tile: StoredTile, encoding: Encoding | null): encoding is Encoding {
  return encoding !== null && tile[encoding] === null && tile.plain.body.length >= COMPRESS_FROM_BYTES;
}

function form(bytes: Uint8Array, tag: string, encoding: Encoding | null): TileForm {
  return {
    body: Buffer.from(bytes).toString('latin1'),
    headers: {
      ...KEPT,
      etag: encoding === null ? `"${tag}"` : `"${tag}-${encoding}"`,
      ...(bytes.length === 0
        ? {}
        : { 'content-type': 'application/vnd.mapbox-vector-tile', 'content-length': String(bytes.length) }),
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
  };
}

function sizeOf({ plain, br, gzip }: StoredTile): number {
  return [br, gzip].reduce(
    (sum, other) => sum + (other === null || other === plain ? 0 : other.body.length),
    plain.body.length,
  );
}
