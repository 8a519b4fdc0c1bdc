import type { FastifyRequest, RouteOptions } from 'fastify';
import type { App } from '../app.ts';
import { problem } from '../http/problem.ts';
import { sessionSecret } from './cookie.ts';
import { isForeign, isPrivateConnection, makeActor, mayUse, type Actor, type NeededRight } from './rules.ts';
import { API_TOKEN_PREFIX } from './secrets.ts';
import { findActor } from './store.ts';

const STAFF_PREFIX = '/api/staff';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const SECRET_LENGTH_MAX = 200;

/**
 * Makes a context the staff's: every route in it must name its right (`config.right`), or the server does not start;
 * every request is refused over an unsafe connection, from another site, without a session or token, without the right.
 */
export function guard(app: App): void {
  app.decorateRequest('actor', null);
  app.addHook('onRoute', (route) => {
    requireRight(route);
    describeRight(route);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!isPrivateConnection(request.protocol, request.hostname)) throw problem('insecure_connection');
    const bearer = bearerOf(request);
    const ownOrigin = `${request.protocol}://${request.host}`;
    if (bearer === null && !READING.has(request.method) && isForeign(request.headers as never, ownOrigin)) {
      throw problem('cross_site');
    }
    request.actor = await findOut(app, bearer ?? sessionSecret(request));
    const needed = request.routeOptions.config.right!;
    if (mayUse(request.actor, needed)) return;
    if (request.actor === null) throw problem('sign_in_required');
    throw problem('not_allowed', `needs ${[needed].flat().join(' or ')}`);
  });
}

/** Outside the staff context nobody may put a route where staff routes live: it would be open to all. */
export function keepStaffRoutesInside(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.url === STAFF_PREFIX || route.url.startsWith(`${STAFF_PREFIX}/`)) requireRight(route);
  });
}

function requireRight(route: RouteOptions): void {
  const needed = route.config?.right;
  if (needed === undefined || needed.length === 0) {
    throw new Error(`${[route.method].flat().join(',')} ${route.url}: a staff route must say which right it needs`);
  }
}

/** What the OpenAPI document says of it: `x-right`, and how to show who one is. */
function describeRight(route: RouteOptions): void {
  const needed = route.config!.right as NeededRight;
  route.schema = {
    ...route.schema,
    'x-right': needed,
    ...(needed === 'anyone' ? {} : { security: [{ session: [] }, { token: [] }] }),
  } as never;
}

/** The token of an Authorization header; '' for one that cannot be ours; null without the header. */
function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? '';
  return token.startsWith(API_TOKEN_PREFIX) ? token : '';
}

async function findOut(app: App, secret: string | null): Promise<Actor | null> {
  if (secret === null || secret === '' || secret.length > SECRET_LENGTH_MAX) return null;
  const row = await findActor(app.database, secret, app.config.sessionIdleSeconds);
  return row && makeActor(row, (await app.catalog()).areas.values());
}
