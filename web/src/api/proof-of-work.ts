import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Problem } from '../../../server/contract/problem.ts';

type Challenge = NonNullable<Problem['challenge']>;

/** Tries between two breaths: about 10 ms of a cheap phone, so that the page stays alive. */
const TRIES_PER_SLICE = 2_000;
const MAXNUMBER_DEFAULT = 1_000_000;

/**
 * Finds the number whose SHA-256 of salt + number is the challenge, and answers the solution as base64 of JSON, the form
 * altcha servers take. In plain JavaScript: crypto.subtle does not exist on http://192.168.x.x.
 * @param onProgress share of the numbers tried, 0..1
 * @throws Error when no number fits
 */
export async function solveChallenge(challenge: Challenge, onProgress?: (share: number) => void): Promise<string> {
  const last = challenge.maxnumber ?? MAXNUMBER_DEFAULT;
  const prefix = sha256.create().update(utf8ToBytes(challenge.salt));
  for (let start = 0; start <= last; start += TRIES_PER_SLICE) {
    const end = Math.min(last, start + TRIES_PER_SLICE - 1);
    for (let number = start; number <= end; number++) {
      const hash = prefix
        .clone()
        .update(utf8ToBytes(String(number)))
        .digest();
      if (bytesToHex(hash) === challenge.challenge) return encode(challenge, number);
    }
    onProgress?.(Math.min(1, (end + 1) / (last + 1)));
    await breathe();
  }
  throw new Error('the challenge has no solution');
}

function encode({ algorithm, challenge, salt, signature }: Challenge, number: number): string {
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
