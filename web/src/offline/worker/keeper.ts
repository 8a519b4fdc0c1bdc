/** Caches with a limit: what is kept says when and how large, and what was used the longest ago goes first. */
import { QUOTA_BYTES, tooMuch } from './cache-rules.ts';
import type { Kept } from './cache-rules.ts';

export const KEPT_AT = 'x-kept-at';
/** How large, and when by this phone's clock: what goes first is decided by it. */
export const BYTES = 'x-kept-bytes';
const PUT_AT = 'x-put-at';
/** Looked through at the first addition of a worker's life, which may be a short one, and after so many more. */
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
  const kept = await keepable(response).catch(() => null);
  if (kept === null) return;
  try {
    const cache = await caches.open(nameOf(shelf));
    await cache.put(request, kept);
    added[shelf] = (added[shelf] ?? 0) + 1;
    if (added[shelf]! % ADDITIONS === 1) await trim(shelf, QUOTA_BYTES[shelf]);
  } catch {
    await trim(shelf, QUOTA_BYTES[shelf] / 2).catch(() => {});
  }
}

/**
 * An answer as it is kept: whole, with its size and when it was given. That is the server's own time: the phone's clock may be years off. Null for
 * what is not to be kept; throws when it breaks off.
 */
export async function keepable(response: Response): Promise<Response | null> {
  const { status } = response;
  if ((status !== 200 && status !== 204) || response.headers.get('cache-control')?.includes('no-store')) return null;
  const body = await response.blob();
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, keptAt(response));
  headers.set(PUT_AT, String(Date.now()));
  headers.set(BYTES, String(body.size));
  // An empty tile is an answer too.
  return new Response(status === 204 ? null : body, { status, headers });
}

/** When an answer was given, RFC 3339. */
export function keptAt(response: Response): string {
  const said = Date.parse(response.headers.get('date') ?? '');
  return new Date(Number.isNaN(said) ? Date.now() : said).toISOString();
}

async function trim(shelf: Shelf, quota: number): Promise<void> {
  const cache = await caches.open(nameOf(shelf));
  const kept: Kept[] = [];
  for (const request of await cache.keys()) {
    const headers = (await cache.match(request))?.headers;
    const putAt = Number(headers?.get(PUT_AT) ?? 0);
    kept.push({ url: request.url, usedAt: used.get(request.url) ?? putAt, bytes: Number(headers?.get(BYTES) ?? 0) });
  }
  for (const { url } of tooMuch(kept, quota)) await cache.delete(url);
}
