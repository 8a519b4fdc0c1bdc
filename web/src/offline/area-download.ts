/** Fetching the background map of an area ahead, for a walk without a network. Kept in a cache of its own; the service worker looks there as well. */
import { request } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { coverTiles } from '../map/tile-cover.ts';
import { grown } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import type { BasemapTiles } from '../map/picture.ts';
import { m } from '../paraglide/messages.js';
import { AHEAD_HEADER, AREA_CACHE, AREA_QUOTA_BYTES, QUOTA_BYTES } from './worker/cache-rules.ts';
import { BYTES, keepable } from './worker/keeper.ts';

/** From a whole settlement on the screen down to single houses; closer the same tiles are drawn larger. */
const ZOOMS = { first: 11, last: 16 } as const;
/** Of the coarser zooms what lies around comes along: a phone's screen is higher than an area is. */
const FINE_FROM = 14;
/** What somebody may fetch at a time. */
const TILES_MAX = 600;
const AT_ONCE = 4;
/** What a tile of the edge of a city has, more or less. */
const TILE_BYTES = 25_000;
/** Which areas are kept, beside their tiles, so that both come and go together. */
const NAMES = '/offline-area.json';

/** What is kept at most of all that is neither the application itself nor somebody's own. */
export const KEPT_BYTES_MAX = AREA_QUOTA_BYTES + QUOTA_BYTES.answer + QUOTA_BYTES.tile + QUOTA_BYTES.basemap;

export interface KeptArea {
  /** Codes of those that are there as a whole. */
  areas: string[];
  bytes: number;
}

/** Paths of the tiles of a box (degrees), coarse ones first, as many whole zooms as fit. */
export function areaTilePaths(bounds: Bounds, { tiles, minzoom, maxzoom }: BasemapTiles): string[] {
  const template = tiles[0];
  if (template === undefined) return [];
  const paths: string[] = [];
  for (let z = Math.max(ZOOMS.first, minzoom); z <= Math.min(ZOOMS.last, maxzoom); z++) {
    const cover = coverTiles(z < FINE_FROM ? grown(bounds, 1) : bounds, z);
    if (paths.length + cover.length > TILES_MAX) break;
    for (const { x, y } of cover) {
      paths.push(template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y)));
    }
  }
  return paths;
}

/** About so many bytes they have together. */
export const aboutBytes = (paths: readonly string[]): number => paths.length * TILE_BYTES;

/**
 * Keeps all of them, a few at a time, and does not fetch again what is there. Throws an ApiError when one does not come, when the phone is full (`no_room`), or when
 * what may be kept is used up (`no_room` as well); what came stays, the coarse ones first.
 * @param areas codes @param onprogress share 0..1 of what is there
 */
export async function keepArea(
  areas: readonly string[],
  paths: readonly string[],
  onprogress: (share: number) => void,
): Promise<void> {
  const urls = paths.map((path) => new URL(path, location.origin));
  const known = await keptArea();
  const cache = await caches.open(AREA_CACHE);
  let bytes = (known?.bytes ?? 0) - (await dropOlder(cache, urls));
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let url = urls[next++]; url !== undefined; url = urls[next++]) {
      if (!(await cache.match(url))) {
        if (bytes >= AREA_QUOTA_BYTES) throw noRoom(m.offline_map_most);
        const tile = await fetchTile(url);
        bytes += Number(tile.headers.get(BYTES));
        await put(cache, url, tile);
      }
      onprogress(++done / urls.length);
    }
  };
  const names = (wanted: readonly string[]) => put(cache, NAMES, new Response(JSON.stringify(wanted)));
  const others = (known?.areas ?? []).filter((code) => !areas.includes(code));
  await names(others);
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // Only what is there as a whole is said to be there.
  await names([...others, ...areas]);
}

/** What was fetched ahead; null for nothing. */
export async function keptArea(): Promise<KeptArea | null> {
  const names = await caches.match(NAMES, { cacheName: AREA_CACHE });
  return names ? { areas: (await names.json()) as string[], bytes: await bytesIn(AREA_CACHE) } : null;
}

export async function forgetArea(): Promise<void> {
  await caches.delete(AREA_CACHE);
}

/** Bytes of everything kept that is neither the application nor somebody's own. */
export async function keptBytes(): Promise<number> {
  const names = [AREA_CACHE, ...Object.keys(QUOTA_BYTES).map((shelf) => `alai.${shelf}`)];
  const sizes = await Promise.all(names.map(bytesIn));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function bytesIn(name: string): Promise<number> {
  if (!(await caches.has(name))) return 0;
  let bytes = 0;
  for (const answer of await (await caches.open(name)).matchAll()) bytes += Number(answer.headers.get(BYTES) ?? 0);
  return bytes;
}

async function fetchTile(url: URL): Promise<Response> {
  const seen: Response[] = [];
  await request(
    url.pathname + url.search,
    {
      headers: { Accept: 'application/vnd.mapbox-vector-tile', [AHEAD_HEADER]: '1' },
      seen: (answer) => void seen.push(answer.clone()),
    },
    (answer) => answer.blob(),
  );
  const kept = await keepable(seen[0]!);
  if (kept === null) throw new ApiError('network');
  return kept;
}

async function put(cache: Cache, url: URL | string, answer: Response): Promise<void> {
  await cache.put(url, answer).catch((error: unknown): never => {
    throw error instanceof DOMException && error.name === 'QuotaExceededError'
      ? noRoom(m.offline_map_no_room)
      : new ApiError('network');
  });
}

/** Takes away tiles of an older background map; gives their bytes. */
async function dropOlder(cache: Cache, urls: readonly URL[]): Promise<number> {
  let bytes = 0;
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (pathname === NAMES || search === urls[0]?.search) continue;
    bytes += Number((await cache.match(request))?.headers.get(BYTES) ?? 0);
    await cache.delete(request);
  }
  return bytes;
}

const noRoom = (words: () => string): ApiError => Object.assign(new ApiError('no_room'), { words });
