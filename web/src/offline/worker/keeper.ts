/** Caches with a limit: what is kept says when and how large, and what was used the longest ago goes first. */
import { QUOTA_BYTES, tooMuch } from './cache-rules.ts';
import type { Kept } from './cache-rules.ts';

export const KEPT_AT = 'x-kept-at';
const BYTES = 'x-kept-bytes';
/** Looked through after so many additions. */
const ADDITIONS = 20;

type Shelf = keyof typeof QUOTA_BYTES;
const added: Partial<Record<Shelf, number>> = {};
/** Used since the worker was started; before that the moment it was kept counts. */
const used = new Map<string, number>();

const nameOf = (shelf: Shelf): string => `alai.${shelf}`;

/** An answer kept before, as it is stored. */
export async function keptAnswer(shelf: Shelf, request: Request): Promise<Response | undefined> {
  const found = await (await caches.open(nameOf(shelf))).match(request);
  if (found) used.set(request.url, Date.now());
  return found;
}

/** Keeps an answer; never throws. On a full phone it frees half and lets this one go. */
export async function keep(shelf: Shelf, request: Request, response: Response): Promise<void> {
  if (response.status !== 200 || response.headers.get('cache-control')?.includes('no-store')) return;
  const body = await response.blob();
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  headers.set(BYTES, String(body.size));
  try {
    const cache = await caches.open(nameOf(shelf));
    await cache.put(request, new Response(body, { headers }));
    added[shelf] = (added[shelf] ?? 0) + 1;
    if (added[shelf]! % ADDITIONS === 0) await trim(shelf, QUOTA_BYTES[shelf]);
  } catch {
    await trim(shelf, QUOTA_BYTES[shelf] / 2).catch(() => {});
  }
}

async function trim(shelf: Shelf, quota: number): Promise<void> {
  const cache = await caches.open(nameOf(shelf));
  const kept: Kept[] = [];
  for (const request of await cache.keys()) {
    const headers = (await cache.match(request))?.headers;
    const keptAt = Date.parse(headers?.get(KEPT_AT) ?? '') || 0;
    kept.push({ url: request.url, usedAt: used.get(request.url) ?? keptAt, bytes: Number(headers?.get(BYTES) ?? 0) });
  }
  for (const { url } of tooMuch(kept, quota)) await cache.delete(url);
}
