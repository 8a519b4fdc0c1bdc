import type { FastifyReply, FastifyRequest } from 'fastify';
import { API_TOKEN_PREFIX, deviceOf, newDevice } from './secrets.ts';

/** With the prefix a browser takes the cookie over https only, and from this very host: no neighbour can plant one. */
const SECURE_PREFIX = '__Host-';
/** On the machine itself, over plain http, they go without the prefix. */
const SESSION = 'alai_session';
const DEVICE = 'alai_device';
const DEVICE_SECONDS = 180 * 86_400;

type Asking = Pick<FastifyRequest, 'headers' | 'protocol'>;

const nameOver = (protocol: string, name: string) => (protocol === 'https' ? SECURE_PREFIX + name : name);

function valueOf({ headers, protocol }: Asking, cookie: string): string | null {
  const name = nameOver(protocol, cookie);
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}

/** The secret of the session cookie, or null. An API token in a cookie is none: it would slip past the check for other sites. */
export function sessionSecret(request: Asking): string | null {
  const value = valueOf(request, SESSION);
  return value?.startsWith(API_TOKEN_PREFIX) ? null : value;
}

/** Gives the browser a session that lasts `seconds` at most; null takes it away. */
export function setSession(reply: FastifyReply, secret: string | null, seconds = 0): void {
  set(reply, SESSION, secret ?? '', secret === null ? 0 : seconds);
}

/** The mark of a browser in which this login has signed in before, or null. */
export function knownDevice(request: Asking, secretKey: string, login: string): string | null {
  const value = valueOf(request, DEVICE);
  return value === null ? null : deviceOf(secretKey, login, value);
}

/** Lets the browser show later that this login has signed in with it. Nothing of it is stored here. */
export function rememberDevice(reply: FastifyReply, secretKey: string, login: string): void {
  set(reply, DEVICE, newDevice(secretKey, login), DEVICE_SECONDS);
}

function set(reply: FastifyReply, cookie: string, value: string, seconds: number): void {
  const { protocol } = reply.request;
  const parts = [
    `${nameOver(protocol, cookie)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${seconds}`,
    ...(protocol === 'https' ? ['Secure'] : []),
  ];
  reply.header('set-cookie', parts.join('; '));
}
