import type { Database } from '../../db/database.ts';
import { clientOf } from '../../http/client.ts';
import { problem } from '../../http/problem.ts';
import { addressHasher } from '../../reports/store.ts';
import { forgiveTries, takeTry, type TryKeys } from './store.ts';

/** A try to prove who one is. */
export interface Try {
  /** `confirm`: the password again, by somebody signed in. Counted apart, so that neither stands in the way of the other. */
  kind: 'sign-in' | 'confirm';
  login: string;
  address: string;
  /** A browser in which this account has signed in before. */
  device: string | null;
}

/**
 * Slows guessing down, across all server processes, so that nobody can lock somebody else out. Tries are counted by account
 * and address together; those of a known browser by that browser alone, whatever others do at its address. An account guessed
 * from many addresses gives each of them one free try instead of five, and a right password is let in with any of them.
 */
export function slowDown(database: Database) {
  const hash = addressHasher(database);
  const keysOf = async ({ kind, login, address, device }: Try): Promise<TryKeys> => {
    const key = device === null ? ['at', kind, login, clientOf(address)] : ['by', kind, login, device];
    const wide = kind === 'sign-in' && device === null;
    return { key: await hash(key.join('\0')), account: wide ? await hash(['all', login].join('\0')) : null };
  };
  return {
    /** Counts a try before it is checked, as a failure. Throws sign_in_slowed, with Retry-After, when it must wait. */
    async begin(attempt: Try): Promise<void> {
      const retryAfterSeconds = await takeTry(database, await keysOf(attempt));
      if (retryAfterSeconds > 0) throw problem('sign_in_slowed', undefined, { retryAfterSeconds });
    },
    /** It was right after all. */
    async succeeded(attempt: Try): Promise<void> {
      await forgiveTries(database, await keysOf(attempt));
    },
  };
}
