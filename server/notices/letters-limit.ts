import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { problem } from '../http/problem.ts';

const HOUR_MILLISECONDS = 60 * 60_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;
/** Letters that ask for a confirmation: to one address a day, and to all an hour. */
const ADDRESS_MAX = 3;
const ALL_MAX = 200;
/** More than all letters of a day, so that none of them is forgotten. */
const ADDRESSES_KEPT = 24 * ALL_MAX;

/**
 * Counts letters that strangers might be sent against their will; throws mail_limited beyond what one person needs. Counted in this
 * process, by an HMAC under a key that nobody knows and that ends with it: no list of addresses is made.
 */
export function lettersLimit(now: () => number = Date.now): (address: string) => void {
  const key = randomBytes(32);
  const byAddress = new LRUCache<string, number[]>({ max: ADDRESSES_KEPT });
  let all: number[] = [];
  return (address) => {
    const at = now();
    const mark = createHmac('sha256', key).update(address.toLowerCase()).digest('base64url');
    const here = (byAddress.get(mark) ?? []).filter((then) => at - then < DAY_MILLISECONDS);
    all = all.filter((then) => at - then < HOUR_MILLISECONDS);
    const until =
      here.length >= ADDRESS_MAX
        ? here[0]! + DAY_MILLISECONDS
        : all.length >= ALL_MAX
          ? all[0]! + HOUR_MILLISECONDS
          : null;
    if (until !== null) throw problem('mail_limited', undefined, { retryAfterSeconds: Math.ceil((until - at) / 1000) });
    byAddress.set(mark, [...here, at]);
    all.push(at);
  };
}
