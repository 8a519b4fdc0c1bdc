import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { PasswordChange, PasswordOnly, TotpCode, TotpSecret } from '../../contract/staff.ts';
import { actorOf } from '../../http/actor.ts';
import { problem } from '../../http/problem.ts';
import { sessionSecret, setSession } from '../cookie.ts';
import { checkPassword, type Actor } from '../rules.ts';
import { hashPassword, newTotp, openSecret, passwordFits, sealSecret, totpStep } from '../secrets.ts';
import { changePassword, enableTotp, findCredentials, setTotp, signOutEverywhere } from '../store.ts';
import { slowDown, type Try } from '../tries/slow-down.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Nothing = Type.Null({ description: 'no body' });
const config = { right: 'account.own' } as const;

/** What everybody may do with the own account. A token never can: 'account.own' is no scope. */
export async function accountRoutes(app: App): Promise<void> {
  const { database } = app;
  const tries = slowDown(database);

  app.delete(
    '/api/staff/me/sessions',
    { config, schema: { tags: ['staff'], summary: 'Sign out everywhere', response: { 204: Nothing, ...errors } } },
    async (request, reply) => {
      const actor = actorOf(request);
      await database.transact((sql) => signOutEverywhere(sql, actor, actor.userId));
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

  /** A stolen session must not become a stolen account: what changes it needs the password again. */
  async function confirm(actor: Actor, password: string, address: string): Promise<void> {
    const attempt: Try = { kind: 'confirm', login: actor.login, address, device: null };
    await tries.begin(attempt);
    const user = await findCredentials(database, actor.login);
    if (!(await passwordFits(password, user?.passwordHash ?? null))) throw problem('sign_in_refused');
    await tries.succeeded(attempt);
  }
}
