import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import {
  ApiTokenMade,
  ApiTokens,
  NewToken,
  PasswordChange,
  PasswordOnly,
  TotpCode,
  TotpSecret,
} from '../../contract/staff.ts';
import { actorOf } from '../../http/actor.ts';
import { problem } from '../../http/problem.ts';
import { sessionSecret, setSession } from '../cookie.ts';
import { checkPassword, type Actor } from '../rules.ts';
import { hashPassword, newTotp, openSecret, passwordFits, sealSecret, totpStep } from '../secrets.ts';
import { slowDown } from '../slow-down.ts';
import {
  addToken,
  changePassword,
  enableTotp,
  endSessions,
  findCredentials,
  listTokens,
  revokeToken,
  setTotp,
} from '../store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Nothing = Type.Null({ description: 'no body' });
const config = { right: 'account.own' } as const;

/** What everybody may do with the own account. A token never can: 'account.own' is no scope. */
export async function accountRoutes(app: App): Promise<void> {
  const { database } = app;
  const tries = slowDown();

  app.delete(
    '/api/staff/me/sessions',
    { config, schema: { tags: ['staff'], summary: 'Sign out everywhere', response: { 204: Nothing, ...errors } } },
    async (request, reply) => {
      await endSessions(database, actorOf(request).userId);
      setSession(reply, null);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/staff/me/password',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Change the own password; every other session ends',
        body: PasswordChange,
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await confirm(actor, request.body.password, request.ip);
      checkPassword(request.body.newPassword, actor);
      const hash = await hashPassword(request.body.newPassword);
      await database.transact((sql) => changePassword(sql, actor, hash, sessionSecret(request) ?? undefined));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/staff/me/totp',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'A new second factor, which counts once its first code came; an old one ends',
        body: PasswordOnly,
        response: { 200: TotpSecret, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await confirm(actor, request.body.password, request.ip);
      const made = newTotp(actor.login);
      await setTotp(database, actor, actor.userId, sealSecret(app.config.secretKey, made.secret));
      return made;
    },
  );

  app.put(
    '/api/staff/me/totp',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'The first code: from now on it is asked for',
        body: TotpCode,
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      const accepted = await enableTotp(database, actorOf(request), (sealed) =>
        totpStep(openSecret(app.config.secretKey, sealed), request.body.code, null),
      );
      if (!accepted) throw problem('sign_in_refused');
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/staff/me/totp',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Do without a second factor',
        body: PasswordOnly,
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await confirm(actor, request.body.password, request.ip);
      await database.transact((sql) => setTotp(sql, actor, actor.userId, null));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/staff/me/tokens',
    { config, schema: { tags: ['staff'], summary: 'The own API tokens', response: { 200: ApiTokens, ...errors } } },
    async (request) => ({ tokens: await listTokens(database, actorOf(request).userId) }),
  );

  app.post(
    '/api/staff/me/tokens',
    {
      config,
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
      config,
      schema: {
        tags: ['staff'],
        summary: 'End an API token',
        params: Type.Object({ id: Type.String() }),
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      const { userId } = actorOf(request);
      const id = /^\d{1,9}$/.test(request.params.id) ? Number(request.params.id) : 0;
      await revokeToken(database, actorOf(request), userId, id);
      return reply.code(204).send(null);
    },
  );

  /** A stolen session must not become a stolen account: what changes it needs the password again. */
  async function confirm(actor: Actor, password: string, address: string): Promise<void> {
    const retryAfterSeconds = tries.waitSeconds(actor.login, address);
    if (retryAfterSeconds > 0) throw problem('sign_in_slowed', undefined, { retryAfterSeconds });
    tries.failed(actor.login, address);
    const user = await findCredentials(database, actor.login);
    if (!(await passwordFits(password, user?.passwordHash ?? null))) throw problem('sign_in_refused');
    tries.succeeded(actor.login, address);
  }
}
