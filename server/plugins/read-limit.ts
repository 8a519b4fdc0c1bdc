import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { problem } from '../http/problem.ts';

const MINUTE_MILLISECONDS = 60_000;
/** Clients remembered at a time; beyond it the one unseen the longest is forgotten. */
const CLIENTS_MAX = 50_000;
/** Of an IPv6 address the network: a household has all that begin with it. */
const NETWORK_GROUPS = 4;
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

/** An IPv4 address, in IPv6 writing or not, or the first 64 bits of an IPv6 address. */
export function clientOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  // "::" stands for as many zeros as are missing.
  if (tail !== undefined) {
    const after = tail.split(':').filter((group) => group !== '');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return groups.slice(0, NETWORK_GROUPS).join(':').toLowerCase();
}
