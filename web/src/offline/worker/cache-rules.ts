/** What the service worker keeps, and for how long. Pure. */

/** How an address is answered. `none`: the worker leaves it to the browser. */
export type Way = 'none' | 'page' | 'shell' | 'answer' | 'tile' | 'basemap';

/** What is kept of each way at most, in bytes of bodies; beyond it what was used the longest ago goes. */
export const QUOTA_BYTES: Record<'answer' | 'tile' | 'basemap', number> = {
  answer: 4_000_000,
  tile: 6_000_000,
  basemap: 15_000_000,
};
/** What somebody has fetched ahead of the background map: in a cache of its own, which nothing that is seen pushes out. */
export const AREA_CACHE = 'alai.area';
export const AREA_QUOTA_BYTES = 15_000_000;
/** On a request that the page keeps itself. */
export const AHEAD_HEADER = 'x-ahead';

/** Answers that anybody gets, without a place somebody asked about. Everything else under /api is not kept. */
const ANSWERS = /^\/api\/(config|areas|reports|statistics|heat|grid|hotspots|track\/[^/]+|reports\/[0-9a-f-]{36})$/;
const PHOTO_FILES = /^\/api\/photos\//;
/** Parameters that say where somebody looked: a report's first step asks what lies around its pin. */
const PLACES = ['bbox', 'within', 'lng', 'lat'];
const PAGES = /^\/(|new|track|export|about|privacy|r\/[^/]+)$/;

/** Headers with which an answer is somebody's own. */
const SECRET_HEADERS = ['manage-token', 'device-token', 'authorization'];
const NOT_KEPT_HEADERS = [...SECRET_HEADERS, AHEAD_HEADER];

/** @param mode of the request: `navigate` for a page */
export function wayOf(request: { url: string; method: string; mode: string; headers: Headers }, origin: string): Way {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return 'none';
  if (NOT_KEPT_HEADERS.some((name) => request.headers.has(name))) return 'none';
  const { pathname } = url;
  if (request.mode === 'navigate') return PAGES.test(pathname) ? 'page' : 'none';
  if (pathname.startsWith('/assets/')) return 'shell';
  // Which tiles there are is asked for anew; the tiles change once in months.
  if (pathname === '/basemap/tiles.json') return 'answer';
  if (pathname.startsWith('/basemap/')) return 'basemap';
  if (pathname.startsWith('/tiles/')) return 'tile';
  if (PHOTO_FILES.test(pathname)) return 'none';
  const asksPlace = PLACES.some((name) => url.searchParams.has(name));
  return ANSWERS.test(pathname) && !asksPlace ? 'answer' : 'none';
}

/** One thing kept: when it was put there or used last (milliseconds), and how large it is. */
export interface Kept {
  url: string;
  usedAt: number;
  bytes: number;
}

/** What has to go so that the rest fits: used the longest ago first. */
export function tooMuch(kept: readonly Kept[], quotaBytes: number): Kept[] {
  let bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
  const going: Kept[] = [];
  for (const one of [...kept].sort((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= quotaBytes) break;
    bytes -= one.bytes;
    going.push(one);
  }
  return going;
}

/** A page with the moment it was made in it, for the application to say how old it is. */
export function datedPage(html: string, keptAt: string): string {
  return html.replace('<html', `<html data-kept-at="${keptAt.replace(/[^0-9A-Za-z:.-]/g, '')}"`);
}
