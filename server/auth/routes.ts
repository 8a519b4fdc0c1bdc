import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { LinkLook, LinkSeen, LinkUse, SignIn, StaffMe } from '../contract/staff.ts';
import { actorOf } from '../http/actor.ts';
import { problem } from '../http/problem.ts';
import { repeat } from '../repeat.ts';
import { knownDevice, rememberDevice, sessionSecret, setSession } from './cookie.ts';
import { checkLogin, checkPassword, makeActor, normaliseLogin, type Actor } from './rules.ts';
import { hashPassword, openSecret, passwordFits, totpStep } from './secrets.ts';
import { endSession, findActor, findCredentials, startSession, takeTotpStep, type Credentials } from './store.ts';
import { slowDown, type Try } from './tries/slow-down.ts';
import { forgetTries } from './tries/store.ts';
import { findLink, useLink } from './users/store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const FORGET_TRIES_EVERY_MILLISECONDS = 10 * 60_000;
const Nothing = Type.Null({ description: 'no body' });

/** Signing in and out, and what a one-time link opens. */
export async function sessionRoutes(app: App): Promise<void> {
  const { database, config } = app;
  const tries = slowDown(database);
  repeat(app, FORGET_TRIES_EVERY_MILLISECONDS, () => forgetTries(database), 'old tries could not be forgotten');

  app.post(
    '/api/session',
    {
      config: { right: 'anyone' },
      preHandler: app.limitWrites,
      schema: { tags: ['staff'], summary: 'Sign in', body: SignIn, response: { 200: StaffMe, ...errors } },
    },
    async (request, reply) => {
      const login = normaliseLogin(request.body.login);
      const device = knownDevice(request, config.secretKey, login);
      const attempt: Try = { kind: 'sign-in', login, address: request.ip, device };
      await tries.begin(attempt);
      const user = await findCredentials(database, login);
      const fits = await passwordFits(request.body.password, user?.passwordHash ?? null);
      if (!user || !fits) throw problem('sign_in_refused');
      await secondFactor(user, request.body.code);
      await tries.succeeded(attempt);
      return signIn(request, reply, user.userId, 'session');
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
      const user = link.login === null ? null : await findCredentials(database, link.login);
      // Whoever got hold of the link alone has no phone.
      if (user && user.totpSecret !== null) {
        const device = knownDevice(request, config.secretKey, user.login);
        const attempt: Try = { kind: 'sign-in', login: user.login, address: request.ip, device };
        await tries.begin(attempt);
        await secondFactor(user, request.body.code);
        await tries.succeeded(attempt);
      }
      return signIn(request, reply, await useLink(database, token, await hashPassword(password), first), 'link');
    },
  );

  /** Throws totp_required and sign_in_refused where an account asks for a code; each code counts once. */
  async function secondFactor(user: Credentials, code: string | undefined): Promise<void> {
    if (user.totpSecret === null) return;
    if (code === undefined) throw problem('totp_required');
    const step = totpStep(openSecret(config.secretKey, user.totpSecret), code, user.totpStep);
    if (step === null || !(await takeTotpStep(database, user.userId, step))) throw problem('sign_in_refused');
  }

  async function signIn(
    request: Pick<FastifyRequest, 'headers' | 'protocol'>,
    reply: FastifyReply,
    userId: number,
    via: 'session' | 'link',
  ): Promise<StaffMe> {
    const earlier = sessionSecret(request);
    const secret = await database.transact(async (sql) => {
      // The browser forgets it, so nobody could sign out of it any more.
      if (earlier !== null) await endSession(sql, earlier);
      return startSession(sql, { userId, via }, config.sessionSeconds);
    });
    const row = await findActor(database, secret, config.sessionIdleSeconds);
    // Removed at this very moment.
    if (!row) throw problem('sign_in_refused');
    setSession(reply, secret, config.sessionSeconds);
    if (knownDevice(request, config.secretKey, row.login) === null) rememberDevice(reply, config.secretKey, row.login);
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
