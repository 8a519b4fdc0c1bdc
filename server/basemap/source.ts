import type { BasemapSchema } from './schema.ts';

/** What a source of tiles can say about itself. Zooms are web-mercator levels, bounds `[west, south, east, north]` in degrees WGS 84. */
export interface BasemapDescription {
  readonly source: 'file' | 'proxy';
  readonly schema: BasemapSchema;
  readonly minzoom: number;
  readonly maxzoom: number;
  /** HTML of text and plain links only, see attribution.ts. */
  readonly attribution: string;
  readonly bounds?: readonly [number, number, number, number];
  /** Changes whenever the tiles may have changed, so that a tile's address can be cached for ever. */
  readonly version: string;
}

/** One vector tile as it goes over the wire. */
export interface BasemapTile {
  readonly bytes: Buffer;
  readonly encoding: 'gzip' | 'identity';
  /** Entity tag, quotes included; of the content, not of the moment it was fetched. */
  readonly etag: string;
}

/** The answer for one tile address; `tile` is null where the map has nothing. */
export interface BasemapAnswer {
  readonly tile: BasemapTile | null;
  /** Version of the map the answer belongs to; null when it is an old one kept for want of better. */
  readonly version: string | null;
}

/** The seam to the outside: a file, somebody else's server, or a test's. */
export interface TileSource {
  /** Null when there is nothing to show now. Does not reject. */
  describe(): Promise<BasemapDescription | null>;
  /** `z`, `x`, `y` must be in range. Rejects with SourceUnavailable when the tile exists but cannot be had now. */
  tile(z: number, x: number, y: number): Promise<BasemapAnswer>;
  close(): Promise<void>;
}

/** Expected: no internet in the hall, a file cut off. The message goes to the log and holds no tile address. */
export class SourceUnavailable extends Error {
  readonly retryAfterSeconds: number;

  constructor(reason: string, retryAfterSeconds: number) {
    super(reason);
    this.name = 'SourceUnavailable';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The part of the server's logger that is used here. */
export interface BasemapLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
