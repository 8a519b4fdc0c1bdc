import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/** Letters and digits that are not mistaken for each other when read out: no 0/O, 1/I/L. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;

/** A random tracking code of 8 letters and digits: 31^8, about 8.5e11, possibilities. It says nothing of the report. */
export function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
}

/** A code as typed by a person (lower case, spaces, hyphens) as it is stored, or null when it cannot be one. */
export function normaliseCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return /^[2-9A-HJKMNP-Z]{8,12}$/.test(code) ? code : null;
}

/** The reporter's manage token: the same for the same idempotency key, so that a lost answer can be given again. */
export function manageToken(secretKey: string, idempotencyKey: string): string {
  return hmac(secretKey, 'manage', idempotencyKey).toString('base64url');
}

/** What is stored of a manage token. */
export function manageTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a token is the one whose hash is stored; takes as long whatever of it is right. */
export function isManageToken(token: string, hash: Buffer | null): boolean {
  return hash !== null && timingSafeEqual(manageTokenHash(token), hash);
}

/** What is stored of a supporter: of one report only, so that two reports cannot be linked by their supporters. */
export function deviceHmac(secretKey: string, reportId: string, deviceToken: string): Buffer {
  return hmac(secretKey, 'support', `${reportId}:${deviceToken}`);
}

/** What is stored of who flagged a report: of one report only, and another than of a supporter. */
export function flagHmac(secretKey: string, reportId: string, deviceToken: string): Buffer {
  return hmac(secretKey, 'flag', `${reportId}:${deviceToken}`);
}

/** Fingerprint of a request body. Keyed, because a body may hold a name and a phone. */
export function bodyHash(secretKey: string, canonicalBody: string): Buffer {
  return hmac(secretKey, 'body', canonicalBody);
}

function hmac(secretKey: string, purpose: string, text: string): Buffer {
  return createHmac('sha256', secretKey).update(`${purpose}:${text}`).digest();
}
