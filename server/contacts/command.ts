import type { Database } from '../db/database.ts';
import type { ContactKeys } from './rules.ts';
import { contactsByKey, resealContacts } from './store.ts';

const EXIT_LOCKED = 2;

/** `alai contacts status|reseal`: says what it found or did and gives the exit code: 2 when a key is missing. */
export async function runContacts(
  database: Database,
  keys: ContactKeys,
  verb: string,
  say: (line: string) => void,
): Promise<number> {
  if (verb !== 'status' && verb !== 'reseal') throw new Error(`contacts ${verb}: the verbs are status and reseal.`);
  if (verb === 'reseal') {
    const { resealed } = await resealContacts(database, keys);
    say(`Sealed ${resealed} names, phones and addresses anew under the current key ${keys.current.id}.`);
  }
  const counts = await contactsByKey(database, keys);
  if (counts.length === 0) say('There are no names, phones and addresses.');
  for (const { keyId, contacts, key } of counts) say(`${contacts} under key ${keyId}, ${KEYS[key]!}.`);
  return counts.some(({ key }) => key === 'missing') ? EXIT_LOCKED : 0;
}

const KEYS: Readonly<Record<string, string>> = {
  current: 'the current one',
  older: 'an older one: "alai contacts reseal" moves them',
  missing: 'which is not configured: they cannot be read',
};
