import type { FastifyReply, FastifyRequest } from 'fastify';
import { API_TOKEN_PREFIX } from './secrets.ts';

/** With the prefix a browser takes the cookie over https only, and from this very host: no neighbour can plant one. */
const SECURE_NAME = '__Host-alai_session';
/** On the machine itself, over plain http. */
const LOCAL_NAME = 'alai_session';

const nameOver = (protocol: string) => (protocol === 'https' ? SECURE_NAME : LOCAL_NAME);

/** The secret of the session cookie, or null. An API token in a cookie is none: it would slip past the check for other sites. */
export function sessionSecret(request: Pick<FastifyRequest, 'headers' | 'protocol'>): string | null {
  const name = nameOver(request.protocol);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value && !value.startsWith(API_TOKEN_PREFIX)) return value;
  }
  return null;
}

/** Gives the browser a session that lasts `seconds` at most; null takes it away. */
export function setSession(reply: FastifyReply, secret: string | null, seconds = 0): void {
  const { protocol } = reply.request;
  const parts = [
    `${nameOver(protocol)}=${secret ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${secret === null ? 0 : seconds}`,
    ...(protocol === 'https' ? ['Secure'] : []),
  ];
  reply.header('set-cookie', parts.join('; '));
}
