import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';

const TOKEN_BYTES = 32;
const DEVICE_BYTES = 16;
export const API_TOKEN_PREFIX = 'alai_';
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Runs on libuv's threads, not on the event loop. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Passwords being hashed at a time: libuv has four threads, and files and names need some too. */
const HASHING_MAX = 2;
const TOTP_PERIOD_SECONDS = 30;
const TOTP_SECRET_BYTES = 20;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A random secret of 256 bits, for a cookie, a link or a programme. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a secret. Plain SHA-256 is enough: nobody can try 2^256 of them. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A mark for a browser in which a login has just signed in: random, and signed for that login. Says nothing to anybody else. */
export function newDevice(secretKey: string, login: string): string {
  const mark = randomBytes(DEVICE_BYTES).toString('base64url');
  return `${mark}.${deviceSignature(secretKey, login, mark)}`;
}

/** The random part of a mark that newDevice made for this login, or null. */
export function deviceOf(secretKey: string, login: string, text: string): string | null {
  const [mark = '', signature = ''] = text.split('.', 2);
  const [given, right] = [signature, deviceSignature(secretKey, login, mark)].map((each) => Buffer.from(each));
  return given!.length === right!.length && timingSafeEqual(given!, right!) ? mark : null;
}

function deviceSignature(secretKey: string, login: string, mark: string): string {
  return createHmac('sha256', secretKey).update(`device:${login}:${mark}`).digest('base64url');
}

let hashing = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (hashing >= HASHING_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
  else hashing += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else hashing -= 1;
  }
}

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), ARGON2));
}

let nobodysHash: Promise<string> | undefined;

/** Whether a password fits. Without a hash (no such user, not yet accepted) it takes as long and is false. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const against = stored ?? (await (nobodysHash ??= hashPassword(newSecret())));
  const fits = await inTurn(() => verify(against, password.normalize('NFC')));
  return fits && stored !== null;
}

/** A new secret for an authenticator app: as text, and as the address behind a QR code. */
export function newTotp(login: string): { secret: string; uri: string } {
  const totp = totpOf(new Secret({ size: TOTP_SECRET_BYTES }).base32, login);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * The 30-second step a code belongs to, now or one before or after (clocks differ), if it is later than `lastStep`; else null.
 * RFC 6238: a code counts once.
 */
export function totpStep(secret: string, code: string, lastStep: number | null, now = Date.now()): number | null {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = totpOf(secret).validate({ token: digits, window: 1, timestamp: now });
  if (delta === null) return null;
  const step = Math.floor(now / 1000 / TOTP_PERIOD_SECONDS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

function totpOf(secret: string, label = 'staff'): TOTP {
  return new TOTP({ issuer: 'Alai map', label, secret: Secret.fromBase32(secret), period: TOTP_PERIOD_SECONDS });
}

function sealingKey(secretKey: string): Buffer {
  return createHmac('sha256', secretKey).update('totp').digest();
}

/** Encrypts a TOTP secret, so that a copy of the database alone makes no codes (AES-256-GCM: iv, tag, text). */
export function sealSecret(secretKey: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secretKey), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** What sealSecret sealed; throws when the key is another one. */
export function openSecret(secretKey: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secretKey), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
