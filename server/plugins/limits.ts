import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { PROOF_HEADER } from '../contract/problem.ts';
import { problem } from '../http/problem.ts';
import { proofOfWork } from './proof-of-work.ts';
import { limitReads } from './read-limit.ts';

const MINUTE_MILLISECONDS = 60_000;
/** Client addresses remembered at a time; beyond it the one unseen the longest is forgotten. */
const ADDRESSES_MAX = 50_000;
/** With a proof of work an address may write this many times more than without. */
const PROOF_FACTOR = 5;

/**
 * Limits per client address. Reads: `readLimitPerMinute`, then 429. Writes: `writeLimitPerMinute` without further ado (a
 * hall of 60 phones behind one address stays below it), then each write needs a proof of work, and beyond five times the
 * limit 429 rate_limited. 0 switches a limit off.
 */
export async function limits(app: App): Promise<void> {
  const { readLimitPerMinute, writeLimitPerMinute, secretKey } = app.config;
  if (readLimitPerMinute > 0) limitReads(app, readLimitPerMinute);

  const writes = new LRUCache<string, { count: number; since: number }>({ max: ADDRESSES_MAX });
  const proofs = proofOfWork(secretKey);
  app.decorate('limitWrites', async (request: FastifyRequest) => {
    if (writeLimitPerMinute === 0) return;
    const now = Date.now();
    const seen = writes.get(request.ip);
    const window = seen && now - seen.since < MINUTE_MILLISECONDS ? seen : { count: 0, since: now };
    if (window !== seen) writes.set(request.ip, window);
    const retryAfterSeconds = Math.ceil((window.since + MINUTE_MILLISECONDS - now) / 1000);
    if (window.count >= writeLimitPerMinute * PROOF_FACTOR)
      throw problem('rate_limited', undefined, { retryAfterSeconds });
    if (window.count >= writeLimitPerMinute) {
      const answer = request.headers[PROOF_HEADER];
      if (answer === undefined)
        throw problem('proof_of_work_required', undefined, { challenge: await proofs.challenge(), retryAfterSeconds });
      if (typeof answer !== 'string' || !(await proofs.accepts(answer))) {
        throw problem('proof_of_work_refused', undefined, { challenge: await proofs.challenge(), retryAfterSeconds });
      }
    }
    window.count += 1;
  });
}
