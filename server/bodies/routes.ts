import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import {
  BodyEdit,
  BodyRoute,
  BodyRouteDraft,
  BodyRoutes,
  NewBody,
  StaffBodies,
  StaffBody,
} from '../contract/staff-bodies.ts';
import { actorOf } from '../http/actor.ts';
import { seenVersion } from '../http/if-match.ts';
import { numberOr } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { checkRoute } from './rules.ts';
import { addBody, addRoute, changeBody, changeRoute, findBody, listBodies, listRoutes } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const tags = ['staff'];
const reading = { right: 'reports.read' } as const;
const managing = { right: 'routing.manage' } as const;
const headers = Type.Object({ 'if-match': Type.Optional(Type.String({ description: 'the version that was seen' })) });
const ByCode = Type.Object({ code: Type.String() });
const ById = Type.Object({ id: Type.String() });
const NoQuery = Type.Object({}, { additionalProperties: false });

/** Bodies, and which of them answers for what where; what was changed is put back by changing it again. */
export async function bodyRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/bodies',
    {
      config: reading,
      schema: { tags, summary: 'Responsible bodies', querystring: NoQuery, response: { 200: StaffBodies, ...errors } },
    },
    async (request) => ({ bodies: await listBodies(database, actorOf(request)) }),
  );
  app.post(
    '/api/staff/bodies',
    {
      config: managing,
      schema: { tags, summary: 'Add a body', body: NewBody, response: { 201: StaffBody, ...errors } },
    },
    async (request, reply) => {
      await addBody(database, actorOf(request), request.body);
      app.catalog.forget();
      return reply.code(201).send(await findBody(database, actorOf(request), request.body.code));
    },
  );
  app.patch(
    '/api/staff/bodies/:code',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Rename a body, confirm or retire it',
        params: ByCode,
        headers,
        body: BodyEdit,
        response: { 200: StaffBody, ...errors },
      },
    },
    async (request) => {
      const { code } = request.params;
      await changeBody(database, actorOf(request), code, seenVersion(request.headers['if-match']), request.body);
      app.catalog.forget();
      return findBody(database, actorOf(request), code);
    },
  );

  app.get(
    '/api/staff/body-routes',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Which body answers for what where',
        querystring: NoQuery,
        response: { 200: BodyRoutes, ...errors },
      },
    },
    async () => ({ routes: await listRoutes(database) }),
  );
  app.post(
    '/api/staff/body-routes',
    {
      config: managing,
      schema: { tags, summary: 'Add a route', body: BodyRouteDraft, response: { 201: BodyRoute, ...errors } },
    },
    async (request, reply) => {
      const route = checkRoute(request.body, await app.catalog());
      return reply.code(201).send(await oneRoute(await addRoute(database, actorOf(request), route)));
    },
  );
  app.put(
    '/api/staff/body-routes/:id',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Change a route; reports that have their body keep it',
        params: ById,
        headers,
        body: BodyRouteDraft,
        response: { 200: BodyRoute, ...errors },
      },
    },
    async (request) => {
      const id = numberOr(request.params.id, 'route_not_found');
      const route = checkRoute(request.body, await app.catalog());
      await changeRoute(database, actorOf(request), id, seenVersion(request.headers['if-match']), route);
      return oneRoute(id);
    },
  );
  app.delete(
    '/api/staff/body-routes/:id',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Remove a route',
        params: ById,
        headers,
        response: { 204: Type.Null({ description: 'no body' }), ...errors },
      },
    },
    async (request, reply) => {
      const version = seenVersion(request.headers['if-match']);
      await changeRoute(database, actorOf(request), numberOr(request.params.id, 'route_not_found'), version, null);
      return reply.code(204).send(null);
    },
  );

  async function oneRoute(id: number): Promise<BodyRoute> {
    const found = (await listRoutes(database)).find((route) => route.id === id);
    if (!found) throw problem('route_not_found');
    return found;
  }
}
