import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { problem } from '../http/problem.ts';

/** Name and phone as somebody left them; at least one of them. */
export interface Contact {
  name: string | null;
  phone: string | null;
}
/** What is stored of a contact, or of the address of a follower. */
export interface Sealed {
  /** iv, tag, text */
  sealed: Buffer;
  keyId: string;
}
interface ContactKey {
  /** 16 hexadecimal digits that say nothing of the key. */
  readonly id: string;
  readonly key: Buffer;
}
/** The key that seals, and those that only open what was sealed before. */
export interface ContactKeys {
  readonly current: ContactKey;
  readonly byId: ReadonlyMap<string, ContactKey>;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const ID_BYTES = 8;

/** The keys that a configuration means: CONTACT_KEY, else SECRET_KEY; and those of before. */
export function contactKeys({
  contactKey,
  oldContactKeys,
}: Pick<Config, 'contactKey' | 'oldContactKeys'>): ContactKeys {
  const current = keyOf(contactKey);
  const all = [...oldContactKeys.map(keyOf), current];
  return { current, byId: new Map(all.map((key) => [key.id, key])) };
}

/** HKDF (RFC 5869) with SHA-256: the id and the key come from the same secret and tell nothing of each other. */
function keyOf(secret: string): ContactKey {
  const derived = (purpose: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes));
  return { id: derived('alai contacts, id', ID_BYTES).toString('hex'), key: derived('alai contacts, key', KEY_BYTES) };
}

/** Encrypts a contact for the report of a tracking code: under another report's code it does not open. */
export function sealContact(keys: ContactKeys, code: string, { name, phone }: Contact): Sealed {
  return seal(keys, code, JSON.stringify({ name, phone }));
}

/** What sealContact sealed. Throws contact_locked when the key is not among these, or what is stored was changed. */
export function openContact(keys: ContactKeys, code: string, sealed: Sealed): Contact {
  return JSON.parse(unseal(keys, code, sealed)) as Contact;
}

/** Encrypts a text so that it opens only together with what it is bound to, such as a report's code. */
export function seal({ current }: ContactKeys, bound: string, text: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, current.key, iv).setAAD(Buffer.from(bound));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), encrypted]), keyId: current.id };
}

/** What seal sealed. Throws contact_locked when the key is not among these, or what is stored was changed. */
export function unseal({ byId }: ContactKeys, bound: string, { sealed, keyId }: Sealed): string {
  const known = byId.get(keyId);
  if (!known) throw problem('contact_locked', `key ${keyId}`);
  const decipher = createDecipheriv(CIPHER, known.key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw problem('contact_locked', 'what is stored does not belong to this report');
  }
}
