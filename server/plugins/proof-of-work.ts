import { createHmac } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { LRUCache } from 'lru-cache';
import type { Problem } from '../contract/problem.ts';

/** Hashes a phone tries at most, half of it on average: about a second of JavaScript SHA-256 on a cheap one. */
const HASHES_MAX = 50_000;
const LIFETIME_MILLISECONDS = 5 * 60_000;
const REMEMBERED_MAX = 100_000;

/** ALTCHA challenges made and checked here; nobody else is asked. Each answer counts once. */
export function proofOfWork(secretKey: string) {
  const hmacKey = createHmac('sha256', secretKey).update('proof-of-work').digest('hex');
  const used = new LRUCache<string, true>({ max: REMEMBERED_MAX, ttl: LIFETIME_MILLISECONDS });
  return {
    /** A new challenge, valid for five minutes. */
    async challenge(): Promise<NonNullable<Problem['challenge']>> {
      const expires = new Date(Date.now() + LIFETIME_MILLISECONDS);
      const { algorithm, challenge, maxnumber, salt, signature } = await createChallenge({
        hmacKey,
        maxNumber: HASHES_MAX,
        expires,
      });
      return { algorithm, challenge, maxnumber: maxnumber ?? HASHES_MAX, salt, signature };
    },
    /** Whether base64 of an ALTCHA solution is right, still valid and not used before. Never throws. */
    async accepts(payload: string): Promise<boolean> {
      if (payload.length > 2000) return false;
      try {
        const { signature } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as { signature?: unknown };
        if (typeof signature !== 'string' || used.has(signature)) return false;
        if (!(await verifySolution(payload, hmacKey, true))) return false;
        if (used.has(signature)) return false;
        used.set(signature, true);
        return true;
      } catch {
        return false;
      }
    },
  };
}
