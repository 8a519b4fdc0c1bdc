import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Wrong tries that cost nothing: people mistype. */
const FREE_TRIES = 5;
const WAIT_FIRST_SECONDS = 2;
const WAIT_MAX_SECONDS = 900;
const FORGOTTEN_AFTER_MILLISECONDS = 60 * 60_000;
const REMEMBERED_MAX = 50_000;

/**
 * Slows guessing down: after five wrong tries of an account from one address each further one doubles the wait, up to a
 * quarter of an hour. Counted by account and address together, so that nobody can lock somebody else out from elsewhere.
 * In memory, of this process; nothing readable is kept.
 */
export function slowDown(now: () => number = Date.now) {
  const failures = new LRUCache<string, { count: number; until: number }>({
    max: REMEMBERED_MAX,
    ttl: FORGOTTEN_AFTER_MILLISECONDS,
  });
  const keyOf = (login: string, address: string) =>
    createHash('sha256').update(`${login}\0${address}`).digest('base64');
  return {
    /** Seconds this account must wait at this address; 0: go on. */
    waitSeconds(login: string, address: string): number {
      const seen = failures.get(keyOf(login, address));
      return seen ? Math.max(0, Math.ceil((seen.until - now()) / 1000)) : 0;
    },
    failed(login: string, address: string): void {
      const key = keyOf(login, address);
      const count = (failures.get(key)?.count ?? 0) + 1;
      const wait = count < FREE_TRIES ? 0 : Math.min(WAIT_FIRST_SECONDS * 2 ** (count - FREE_TRIES), WAIT_MAX_SECONDS);
      failures.set(key, { count, until: now() + wait * 1000 });
    },
    succeeded(login: string, address: string): void {
      failures.delete(keyOf(login, address));
    },
  };
}
