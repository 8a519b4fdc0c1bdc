import { cleanAttribution } from './attribution.ts';
import { isRecord, parseJson } from './json.ts';
import { detectSchema, fillTemplate, MAX_ZOOM, versionOf } from './rules.ts';
import type { TileAddress } from './rules.ts';
import type { BasemapDescription } from './source.ts';

/** What is used of an upstream's TileJSON 3.0. */
export interface UpstreamMap {
  readonly description: BasemapDescription;
  /** Absolute address of one tile. */
  tileUrl(address: TileAddress): URL;
}

/**
 * Reads a TileJSON document fetched from `base` (an http(s) address; relative tile addresses hang on it). Null when it
 * is not JSON, names no usable tile address, or would lead from https down to http.
 */
export function parseTileJson(text: string, base: string): UpstreamMap | null {
  const document = parseJson(text);
  if (!isRecord(document)) return null;
  const template: unknown = Array.isArray(document.tiles) ? document.tiles[0] : null;
  if (typeof template !== 'string' || !['{z}', '{x}', '{y}'].every((part) => template.includes(part))) return null;
  const scheme = document.scheme === 'tms' ? 'tms' : 'xyz';
  const tileUrl = (address: TileAddress) => new URL(fillTemplate(template, address, scheme), base);
  if (!URL.canParse(fillTemplate(template, { z: 0, x: 0, y: 0 }), base)) return null;
  const { protocol } = tileUrl({ z: 0, x: 0, y: 0 });
  if (protocol !== 'https:' && (protocol !== 'http:' || new URL(base).protocol === 'https:')) return null;

  const minzoom = readZoom(document.minzoom, 0);
  const bounds = readBounds(document.bounds);
  const description: BasemapDescription = {
    source: 'proxy',
    schema: detectSchema(document.vector_layers) ?? 'openmaptiles',
    minzoom,
    maxzoom: Math.max(minzoom, readZoom(document.maxzoom, 14)),
    attribution: cleanAttribution(document.attribution),
    ...(bounds && { bounds }),
    version: versionOf(template, scheme),
  };
  return { description, tileUrl };
}

/** `[west, south, east, north]` in degrees when it is a box on the globe, else null. */
export function readBounds(value: unknown): readonly [number, number, number, number] | null {
  if (!Array.isArray(value) || value.length !== 4 || !value.every((edge) => Number.isFinite(edge))) return null;
  const [west, south, east, north] = value as [number, number, number, number];
  const fits = west >= -180 && east <= 180 && south >= -90 && north <= 90 && west < east && south < north;
  return fits ? [west, south, east, north] : null;
}

function readZoom(value: unknown, fallback: number): number {
  return Number.isInteger(value) ? Math.min(MAX_ZOOM, Math.max(0, value as number)) : fallback;
}
