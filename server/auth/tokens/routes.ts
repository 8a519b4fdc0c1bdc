import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { AllTokens, ApiTokenMade, ApiTokens, Empty, NewToken } from '../../contract/staff.ts';
import { actorOf } from '../../http/actor.ts';
import { numberOr } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { addToken, listAllTokens, listTokens, revokeToken } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Nothing = Type.Null({ description: 'no body' });
const ById = Type.Object({ id: Type.String() });
const own = { right: 'account.own' } as const;
const all = { right: 'users.manage' } as const;

/** API tokens: everybody's own, and for administrators all of them. A token never can: neither right is a scope. */
export async function tokenRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/me/tokens',
    {
      config: own,
      schema: { tags: ['staff'], summary: 'The own API tokens', response: { 200: ApiTokens, ...errors } },
    },
    async (request) => ({ tokens: await listTokens(database, actorOf(request).userId) }),
  );

  app.post(
    '/api/staff/me/tokens',
    {
      config: own,
      schema: {
        tags: ['staff'],
        summary: 'Make an API token; it is shown this once',
        body: NewToken,
        response: { 201: ApiTokenMade, ...errors },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const missing = request.body.scopes.find((scope) => !actor.rights.has(scope));
      if (missing !== undefined) throw problem('not_allowed', `needs ${missing}`);
      return reply.code(201).send(await addToken(database, actor, actor.userId, request.body));
    },
  );

  app.delete(
    '/api/staff/me/tokens/:id',
    {
      config: own,
      schema: { tags: ['staff'], summary: 'End an own API token', params: ById, response: { 204: Nothing, ...errors } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await revokeToken(database, actor, actor.userId, numberOr(request.params.id, 'not_found'));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/staff/tokens',
    {
      config: all,
      schema: {
        tags: ['staff'],
        summary: 'Everybody’s API tokens',
        querystring: Empty,
        response: { 200: AllTokens, ...errors },
      },
    },
    async () => ({ tokens: await listAllTokens(database) }),
  );

  app.delete(
    '/api/staff/tokens/:id',
    {
      config: all,
      schema: {
        tags: ['staff'],
        summary: 'End an API token, whosever it is',
        params: ById,
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      await revokeToken(database, actorOf(request), null, numberOr(request.params.id, 'not_found'));
      return reply.code(204).send(null);
    },
  );
}
