import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { clientOf } from '../http/client.ts';
import { problem } from '../http/problem.ts';

const MINUTE_MILLISECONDS = 60_000;
/** Clients remembered at a time; beyond it the one unseen the longest is forgotten. */
const CLIENTS_MAX = 50_000;
/** What whoever watches the server asks, and files that are kept for ever. */
const FREE = /^\/(healthz$|readyz$|assets\/)/;

/**
 * At most so many GET and HEAD requests a client address and minute, then 429 rate_limited. Each answer says what is left. Written
 * out here, without promises, because it runs before every answer.
 */
export function limitReads(app: App, perMinute: number): void {
  const clients = new LRUCache<string, { count: number; since: number }>({ max: CLIENTS_MAX });
  const limit = String(perMinute);
  app.addHook('onRequest', (request, reply, done) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || FREE.test(request.url)) return done();
    const now = Date.now();
    const client = clientOf(request.ip);
    let window = clients.get(client);
    if (!window || now - window.since >= MINUTE_MILLISECONDS) clients.set(client, (window = { count: 0, since: now }));
    window.count++;
    const seconds = Math.ceil((window.since + MINUTE_MILLISECONDS - now) / 1000);
    const { raw } = reply;
    raw.setHeader('x-ratelimit-limit', limit);
    raw.setHeader('x-ratelimit-remaining', Math.max(perMinute - window.count, 0));
    raw.setHeader('x-ratelimit-reset', seconds);
    if (window.count > perMinute) done(problem('rate_limited', undefined, { retryAfterSeconds: seconds }));
    else done();
  });
}
