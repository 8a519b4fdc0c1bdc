import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { LinkLook, LinkSeen, LinkUse, SignIn, StaffMe } from '../contract/staff.ts';
import { actorOf } from '../http/actor.ts';
import { problem } from '../http/problem.ts';
import { sessionSecret, setSession } from './cookie.ts';
import { checkLogin, checkPassword, makeActor, normaliseLogin, type Actor } from './rules.ts';
import { hashPassword, openSecret, passwordFits, totpStep } from './secrets.ts';
import { slowDown } from './slow-down.ts';
import { endSession, findActor, findCredentials, startSession, takeTotpStep } from './store.ts';
import { findLink, useLink } from './users/store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Nothing = Type.Null({ description: 'no body' });

/** Signing in and out, and what a one-time link opens. */
export async function sessionRoutes(app: App): Promise<void> {
  const { database, config } = app;
  const tries = slowDown();

  app.post(
    '/api/session',
    {
      config: { right: 'anyone' },
      preHandler: app.limitWrites,
      schema: { tags: ['staff'], summary: 'Sign in', body: SignIn, response: { 200: StaffMe, ...errors } },
    },
    async (request, reply) => {
      const login = normaliseLogin(request.body.login);
      const retryAfterSeconds = tries.waitSeconds(login, request.ip);
      if (retryAfterSeconds > 0) throw problem('sign_in_slowed', undefined, { retryAfterSeconds });
      // Counted before it is checked: a thousand tries at once are a thousand tries.
      tries.failed(login, request.ip);
      const user = await findCredentials(database, login);
      const fits = await passwordFits(request.body.password, user?.passwordHash ?? null);
      if (!user || !fits) throw problem('sign_in_refused');
      if (user.totpSecret !== null) {
        if (request.body.code === undefined) throw problem('totp_required');
        const secret = openSecret(config.secretKey, user.totpSecret);
        const step = totpStep(secret, request.body.code, user.totpStep);
        if (step === null || !(await takeTotpStep(database, user.userId, step))) throw problem('sign_in_refused');
      }
      tries.succeeded(login, request.ip);
      return signIn(reply, user.userId, 'session');
    },
  );

  app.get(
    '/api/session',
    {
      config: { right: 'account.own' },
      schema: { tags: ['staff'], summary: 'Who is signed in', response: { 200: StaffMe, ...errors } },
    },
    async (request) => describe(actorOf(request)),
  );

  app.delete(
    '/api/session',
    {
      config: { right: 'anyone' },
      schema: { tags: ['staff'], summary: 'Sign out', response: { 204: Nothing, ...errors } },
    },
    async (request, reply) => {
      const secret = sessionSecret(request);
      if (secret !== null) await endSession(database, secret);
      setSession(reply, null);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/session/link',
    {
      config: { right: 'anyone' },
      preHandler: app.limitWrites,
      schema: {
        tags: ['staff'],
        summary: 'Whom a one-time link is for; it stays unused',
        body: LinkLook,
        response: { 200: LinkSeen, ...errors },
      },
    },
    async (request) => {
      const { userId: _, ...seen } = await findLink(database, request.body.token);
      return seen;
    },
  );

  app.put(
    '/api/session/link',
    {
      config: { right: 'anyone' },
      preHandler: app.limitWrites,
      schema: {
        tags: ['staff'],
        summary: 'Use a one-time link: set a password and sign in',
        body: LinkUse,
        response: { 200: StaffMe, ...errors },
      },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      const link = await findLink(database, token);
      const first = link.userId === null ? firstAdmin(request.body) : null;
      checkPassword(password, first ?? { login: link.login!, name: link.name! });
      return signIn(reply, await useLink(database, token, await hashPassword(password), first), 'link');
    },
  );

  async function signIn(reply: FastifyReply, userId: number, via: 'session' | 'link'): Promise<StaffMe> {
    const secret = await database.transact((sql) => startSession(sql, { userId, via }, config.sessionSeconds));
    const row = await findActor(database, secret, config.sessionIdleSeconds);
    // Removed at this very moment.
    if (!row) throw problem('sign_in_refused');
    setSession(reply, secret, config.sessionSeconds);
    return describe(makeActor(row, (await app.catalog()).areas.values()));
  }

  async function describe(actor: Actor): Promise<StaffMe> {
    const { login, name, role, totp, expiresAt, areaIds } = actor;
    const areas = areaIds && [...(await app.catalog()).areas.values()].filter((area) => areaIds.includes(area.id));
    return {
      login,
      name,
      role,
      rights: [...actor.rights],
      areas: areas?.map((area) => area.code) ?? null,
      totp,
      expiresAt,
    };
  }
}

function firstAdmin(body: { login?: string; name?: string }): { login: string; name: string } {
  if (body.login === undefined || body.name === undefined || body.name.trim() === '') {
    throw problem('invalid_input', 'the first administrator needs a login and a name', {
      errors: [{ path: body.login === undefined ? 'login' : 'name', code: 'required' }],
    });
  }
  return { login: checkLogin(body.login), name: body.name.trim() };
}
