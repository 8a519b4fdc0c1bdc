import { createHash } from 'node:crypto';
import { isRecord } from './json.ts';
import type { BasemapSchema } from './schema.ts';

/** Deepest zoom that is asked of anything; MapLibre's own limit is 24, no vector basemap goes past 16. */
export const MAX_ZOOM = 22;

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Reads the three parts of a tile's path. Null unless all are plain decimal integers (no sign, no leading zero) with
 * `0 <= z <= maxZoom` and `0 <= x, y < 2^z`; y counts from the north.
 */
export function parseTileAddress(z: string, x: string, y: string, maxZoom: number = MAX_ZOOM): TileAddress | null {
  const [zoom, column, row] = [z, x, y].map((part) => (/^(0|[1-9]\d{0,7})$/.test(part) ? Number(part) : NaN));
  if (zoom === undefined || column === undefined || row === undefined) return null;
  const inside = zoom <= Math.min(maxZoom, MAX_ZOOM) && column < 2 ** zoom && row < 2 ** zoom;
  return inside ? { z: zoom, x: column, y: row } : null;
}

/** Address of one tile from a template with `{z}`, `{x}`, `{y}`; `tms` counts rows from the south. */
export function fillTemplate(template: string, { z, x, y }: TileAddress, scheme: 'xyz' | 'tms' = 'xyz'): string {
  const row = scheme === 'tms' ? 2 ** z - 1 - y : y;
  return template.replaceAll('{z}', `${z}`).replaceAll('{x}', `${x}`).replaceAll('{y}', `${row}`);
}

/** Which layer vocabulary a tileset speaks, from the ids of its TileJSON `vector_layers`; null when neither is known. */
export function detectSchema(vectorLayers: unknown): BasemapSchema | null {
  if (!Array.isArray(vectorLayers)) return null;
  const ids = new Set(vectorLayers.map((layer: unknown) => (isRecord(layer) ? layer.id : undefined)));
  if (ids.has('transportation')) return 'openmaptiles';
  if (ids.has('roads') || ids.has('earth')) return 'protomaps';
  return null;
}

/**
 * Whether the bytes have the outer form of a Mapbox Vector Tile 2.1: length-delimited layers (field 3) and at most
 * extension fields (16 and up) beside them. A hotel's login page that answers 200 for everything must not be kept
 * as a piece of the map, and content types are not worth trusting.
 */
export function isVectorTile(bytes: Uint8Array): boolean {
  let at = 0;
  let layers = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (field === 3 && wireType === 2) layers += 1;
    else if (!(field >= 16)) return false;
    // Read before it is added: reading moves `at` as well.
    const value = wireType === 0 || wireType === 2 ? varint() : 0;
    if (wireType === 1) at += 8;
    else if (wireType === 2) at += value;
    else if (wireType === 5) at += 4;
    else if (wireType !== 0) return false;
    if (Number.isNaN(value) || !(at <= bytes.length)) return false;
  }
  return layers > 0;
}

/** Whether an `If-None-Match` header names this entity tag (weak comparison, RFC 9110 13.1.2). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => bare(tag) === bare(etag));
}

/** Whether an `Accept-Encoding` header allows gzip. Without a header plain bytes are the safe reading. */
export function acceptsGzip(header: string | undefined): boolean {
  return (header ?? '').split(',').some((part) => {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return (coding === 'gzip' || coding === '*') && !refused;
  });
}

/** Entity tag of a tile. Weak: the same tile goes out both gzipped and plain. */
export function etagOf(bytes: Uint8Array): string {
  return `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** Ten characters that change with any of the parts. */
export function versionOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10);
}
