import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { problem } from '../http/problem.ts';

/** Name and phone as somebody left them; at least one of them. */
export interface Contact {
  name: string | null;
  phone: string | null;
}
/** What is stored of a contact. */
export interface SealedContact {
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
export function sealContact({ current }: ContactKeys, code: string, contact: Contact): SealedContact {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, current.key, iv).setAAD(Buffer.from(code));
  const { name, phone } = contact;
  const text = Buffer.concat([cipher.update(JSON.stringify({ name, phone }), 'utf8'), cipher.final()]);
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), text]), keyId: current.id };
}

/** What sealContact sealed. Throws contact_locked when the key is not among these, or what is stored was changed. */
export function openContact({ byId }: ContactKeys, code: string, { sealed, keyId }: SealedContact): Contact {
  const known = byId.get(keyId);
  if (!known) throw problem('contact_locked', `key ${keyId}`);
  const decipher = createDecipheriv(CIPHER, known.key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(code)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as Contact;
  } catch {
    throw problem('contact_locked', 'what is stored does not belong to this report');
  }
}
