import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { Empty, NewUser, OneTimeLink, StaffUser, StaffUsers, UserChange, UserInvited } from '../../contract/staff.ts';
import { actorOf } from '../../http/actor.ts';
import { numberOr } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { setTotp, signOutEverywhere } from '../store.ts';
import { changedUser, draftUser } from './rules.ts';
import { addUser, changeUser, eraseUser, findKnownUser, findUser, inviteUser, listUsers } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Nothing = Type.Null({ description: 'no body' });
const config = { right: 'users.manage' } as const;
const ById = Type.Object({ id: Type.String() });

/** Accounts, for administrators. */
export async function userRoutes(app: App): Promise<void> {
  const { database, catalog } = app;

  app.get(
    '/api/staff/users',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Everybody with an account',
        querystring: Empty,
        response: { 200: StaffUsers, ...errors },
      },
    },
    async () => ({ users: await listUsers(database) }),
  );

  app.post(
    '/api/staff/users',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Add an account and get its invitation, which is shown this once',
        body: NewUser,
        response: { 201: UserInvited, ...errors },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const draft = draftUser(request.body, await catalog());
      const invited = await database.transact(async (sql) => {
        const user = await addUser(sql, actor, draft);
        return { user, link: await inviteUser(sql, actor, user.id) };
      });
      return reply.code(201).send(invited);
    },
  );

  app.patch(
    '/api/staff/users/:id',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Change name, role, areas; disable; take a lost second factor away',
        params: ById,
        body: UserChange,
        response: { 200: StaffUser, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const id = numberOr(request.params.id, 'user_not_found');
      const loaded = await catalog();
      return database.transact(async (sql) => {
        const { user, changes } = changedUser(await findKnownUser(sql, id), request.body, loaded);
        await changeUser(sql, actor, id, user, changes);
        if (request.body.totp === false) await setTotp(sql, actor, id, null);
        return findUser(sql, id);
      });
    },
  );

  app.post(
    '/api/staff/users/:id/link',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'A new one-time link to set a password; an earlier one ends',
        params: ById,
        response: { 201: OneTimeLink, ...errors },
      },
    },
    async (request, reply) => {
      const id = numberOr(request.params.id, 'user_not_found');
      const link = await database.transact(async (sql) => {
        if ((await findKnownUser(sql, id)).state === 'disabled') throw problem('user_not_found');
        return inviteUser(sql, actorOf(request), id);
      });
      return reply.code(201).send(link);
    },
  );

  app.delete(
    '/api/staff/users/:id/sessions',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Sign somebody out everywhere; password and API tokens stay',
        params: ById,
        response: { 204: Nothing, ...errors },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const id = numberOr(request.params.id, 'user_not_found');
      await database.transact(async (sql) => {
        await findKnownUser(sql, id);
        await signOutEverywhere(sql, actor, id);
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/staff/users/:id/erasure',
    {
      config: { right: 'personal.erase' },
      schema: {
        tags: ['staff'],
        summary:
          'End an account and erase who it was, for good: login, name, and what the audit log says of the account',
        params: ById,
        response: { 200: StaffUser, ...errors },
      },
    },
    async (request) => {
      const id = numberOr(request.params.id, 'user_not_found');
      await eraseUser(database, actorOf(request), id);
      return findUser(database, id);
    },
  );
}
