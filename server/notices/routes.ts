import { Type } from 'typebox';
import type { App } from '../app.ts';
import { contactKeys } from '../contacts/rules.ts';
import { AskMail, AskPush } from '../contract/notices.ts';
import { MANAGE_TOKEN_HEADER } from '../contract/photos.ts';
import { Problem } from '../contract/problem.ts';
import { uuidOr } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { checkManageToken } from '../reports/store.ts';
import { lettersLimit } from './letters-limit.ts';
import { mailAddress, readNoticeToken, subscriptionOf, NOTICE_CHANNELS } from './rules.ts';
import { confirm, follow, forget, unfollow } from './store.ts';

const Done = Type.Null({ description: 'no body' });
const errors = { '4xx': Problem, '5xx': Problem };
const headers = Type.Object({
  [MANAGE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'the answer to the report held it' })),
});
const params = Type.Object({ id: Type.String() });
const tags = ['own reports'];

/** Who sent a report asks to be told of changes, and ends it. What is not configured is not found. */
export async function noticeRoutes(app: App): Promise<void> {
  const { database, config } = app;
  const keys = contactKeys(config);
  const countLetter = lettersLimit();

  app.put(
    '/api/reports/:id/own/notices/mail',
    {
      preHandler: app.limitWrites,
      schema: {
        tags,
        summary: 'Ask to be told of changes of one’s own report by mail; a letter asks whoever has the address first',
        params,
        headers,
        body: AskMail,
        response: { 204: Done, ...errors },
      },
    },
    async (request, reply) => {
      if (config.mail === null) throw problem('not_found');
      const report = await ownReport(request);
      const address = mailAddress(request.body.address);
      countLetter(address);
      const { language } = request.body;
      await follow(database, keys, { report, channel: 'mail', language, address, confirmed: false });
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/reports/:id/own/notices/push',
    {
      preHandler: app.limitWrites,
      schema: {
        tags,
        summary: 'Ask to be told of changes of one’s own report on this phone, and no other',
        params,
        headers,
        body: AskPush,
        response: { 204: Done, ...errors },
      },
    },
    async (request, reply) => {
      if (config.push === null) throw problem('not_found');
      const report = await ownReport(request);
      const { language, ...given } = request.body;
      const address = JSON.stringify(subscriptionOf(given, config.push.services));
      await follow(database, keys, { report, channel: 'push', language, address, confirmed: true });
      return reply.code(204).send(null);
    },
  );

  for (const channel of NOTICE_CHANNELS) {
    app.delete(
      `/api/reports/:id/own/notices/${channel}`,
      {
        preHandler: app.limitWrites,
        schema: {
          tags,
          summary: `Be told no more ${channel === 'mail' ? 'by mail' : 'on a phone'}; the address is deleted`,
          params,
          headers,
          response: { 204: Done, ...errors },
        },
      },
      async (request, reply) => {
        await unfollow(database, await ownReport(request), channel);
        return reply.code(204).send(null);
      },
    );
  }

  app.post(
    '/api/notices/:token',
    {
      schema: {
        tags,
        summary:
          'What the link in a letter does: agree to be told of changes, or end it, at once and without signing in',
        params: Type.Object({ token: Type.String({ maxLength: 100 }) }),
        response: { 204: Done, ...errors },
      },
    },
    async (request, reply) => {
      const read = readNoticeToken(config.secretKey, request.params.token);
      if (read === null) throw problem('link_not_valid');
      if (read.purpose === 'stop') await forget(database, read.id);
      else if (!(await confirm(database, read.id))) throw problem('link_not_valid');
      return reply.code(204).send(null);
    },
  );

  /** The report of the path; throws report_not_found and manage_token_refused. */
  async function ownReport(request: { params: { id: string }; headers: object }): Promise<string> {
    const id = uuidOr(request.params.id, 'report_not_found');
    await checkManageToken(database, id, (request.headers as Record<string, unknown>)[MANAGE_TOKEN_HEADER]);
    return id;
  }
}
