import type { FastifyRequest } from 'fastify';
import type { Actor, NeededRight } from '../auth/rules.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The right a staff route needs; the staff context refuses a route that does not say. */
    right?: NeededRight;
  }
  interface FastifyRequest {
    /** Who is signed in; null for nobody, and always null outside the staff context. */
    actor: Actor | null;
  }
}

/** Who is asking, in a route whose right is not 'anyone': the guard has let nobody else through. */
export function actorOf(request: Pick<FastifyRequest, 'actor'>): Actor {
  if (request.actor === null) throw new Error('a route for anyone asks who it is');
  return request.actor;
}
