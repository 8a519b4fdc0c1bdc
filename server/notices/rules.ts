import { createECDH, createHmac, ECDH, timingSafeEqual } from 'node:crypto';
import type { Language, Status } from '../contract/enums.ts';
import type { AskPush } from '../contract/notices.ts';
import { problem } from '../http/problem.ts';

export const NOTICE_CHANNELS = ['mail', 'push'] as const;
export type Channel = (typeof NOTICE_CHANNELS)[number];
export const NOTICE_KINDS = ['confirmation', 'status', 'question', 'reply', 'merged'] as const;

/** What one change left to be told. */
export interface Notice {
  id: number;
  kind: (typeof NOTICE_KINDS)[number];
  /** Of a status: the one before. */
  subject: string | null;
  /** Whether what it is about was not taken back since. */
  stands: boolean;
}

/** Somebody who follows a report, with what is to be told, oldest first, and how the report stands for the public. */
export interface Follower {
  id: string;
  channel: Channel;
  language: Language;
  confirmed: boolean;
  code: string;
  /** Null while the report is not published. */
  status: Status | null;
  notices: readonly Notice[];
}

/** The one thing a message says. */
export type News = { kind: 'confirmation' | 'question' | 'reply' | 'merged' } | { kind: 'status'; status: Status };

/** What matters most comes first: who is asked is to answer. */
const BY_WEIGHT = ['question', 'reply', 'merged'] as const;

/**
 * What a follower is to be told of all that waits; null when there is nothing left to tell: it was taken back, the report is
 * hidden, or the status is again what it was. Who has not confirmed hears nothing but that question.
 */
export function newsOf({
  confirmed,
  status,
  notices,
}: Pick<Follower, 'confirmed' | 'status' | 'notices'>): News | null {
  if (!confirmed) return notices.some(({ kind }) => kind === 'confirmation') ? { kind: 'confirmation' } : null;
  if (status === null) return null;
  const kind = BY_WEIGHT.find((each) => notices.some((notice) => notice.kind === each && notice.stands));
  if (kind) return { kind };
  const first = notices.find((notice) => notice.kind === 'status');
  return first === undefined || first.subject === status ? null : { kind: 'status', status };
}

const MINUTE_MILLISECONDS = 60_000;
const WAIT_MAX_MILLISECONDS = 4 * 60 * MINUTE_MILLISECONDS;
/** Changes within this time become one message. */
export const QUIET_MILLISECONDS = 3 * MINUTE_MILLISECONDS;
/** What could not be sent for this long is given up. */
export const GIVE_UP_MILLISECONDS = 24 * 60 * MINUTE_MILLISECONDS;

/** How long to wait after so many tries that failed: a minute, twice as long each time, four hours at most. */
export function waitAfter(tries: number): number {
  return Math.min(MINUTE_MILLISECONDS * 2 ** (tries - 1), WAIT_MAX_MILLISECONDS);
}

export const PURPOSES = ['confirm', 'stop'] as const;
export type Purpose = (typeof PURPOSES)[number];
const ID_BYTES = 16;
const MAC_BYTES = 16;

/** What a link in a letter holds: whose it is and what it does, so that nobody can make one. Nothing of it is stored. */
export function noticeToken(secretKey: string, purpose: Purpose, id: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes, mac(secretKey, purpose, bytes)]).toString('base64url');
}

/** What noticeToken made; null for anything else. */
export function readNoticeToken(secretKey: string, token: string): { purpose: Purpose; id: string } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== ID_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null;
  const [id, given] = [bytes.subarray(0, ID_BYTES), bytes.subarray(ID_BYTES)];
  const purpose = PURPOSES.find((each) => timingSafeEqual(mac(secretKey, each, id), given));
  if (purpose === undefined) return null;
  return { purpose, id: id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

function mac(secretKey: string, purpose: string, id: Buffer): Buffer {
  return createHmac('sha256', secretKey).update(`notice ${purpose}:`).update(id).digest().subarray(0, MAC_BYTES);
}

/** What a browser's field for addresses takes (HTML, "valid e-mail address") with a dot in the domain: one recipient, no names, no routes. */
const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** A mail address without spaces around it. Throws mail_address_malformed, which does not repeat it. */
export function mailAddress(text: string): string {
  const address = text.trim();
  if (ADDRESS.test(address)) return address;
  throw problem('mail_address_malformed', undefined, { errors: [{ path: 'address', code: 'mail_address_malformed' }] });
}

/** Where a phone hears of something: what PushManager.subscribe() gave. */
export type Subscription = Pick<AskPush, 'endpoint' | 'keys'>;

const AUTH_BYTES = 16;
const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** As a browser writes every address (RFC 3986); anything else takes more bytes than its length says. */
const WRITTEN_AS_URL = /^[\x21-\x7e]*$/;

/**
 * A subscription whose keys are keys and whose address is that of a push service of the list: this server asks no address that a
 * client made up. Throws push_subscription_malformed and push_service_unknown, which do not repeat it.
 */
export function subscriptionOf(
  { endpoint, keys: { p256dh, auth } }: Subscription,
  services: readonly string[],
): Subscription {
  const authFits = BASE64URL.test(auth) && Buffer.from(auth, 'base64url').length === AUTH_BYTES;
  if (!authFits || !isPoint(p256dh) || !WRITTEN_AS_URL.test(endpoint)) throw problem('push_subscription_malformed');
  if (!isPushService(endpoint, services)) throw problem('push_service_unknown');
  return { endpoint, keys: { p256dh, auth } };
}

/**
 * Whether an address is of a service of the list: https, its own port, no user; the name itself, or below `*.name`. A whole origin in the
 * list, such as http://127.0.0.1:8080, is for trying out and means that origin alone.
 */
export function isPushService(endpoint: string, services: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return services.some((service) => {
    if (service.startsWith('http://')) return url.origin === service;
    if (url.protocol !== 'https:' || url.port !== '') return false;
    return service.startsWith('*.') ? url.hostname.endsWith(service.slice(1)) : url.hostname === service;
  });
}

/** Whether a text is a point of P-256, uncompressed, base64url. */
function isPoint(text: string): boolean {
  try {
    return (
      BASE64URL.test(text) && ECDH.convertKey(text, 'prime256v1', 'base64url', 'base64url', 'uncompressed') === text
    );
  } catch {
    return false;
  }
}

/** A new pair of keys, as lines for the environment. */
export function newPushKeys(): string[] {
  const curve = createECDH('prime256v1');
  const publicKey = curve.generateKeys('base64url');
  // A number with zeros before it is as long as any other.
  const privateKey = Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url');
  return [`VAPID_PUBLIC_KEY=${publicKey}`, `VAPID_PRIVATE_KEY=${privateKey}`];
}
