import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { contactKeys } from '../../contacts/rules.ts';
import { Problem } from '../../contract/problem.ts';
import { Entered, NewEntry } from '../../contract/staff-entry.ts';
import { actorOf } from '../../http/actor.ts';
import { sentKey } from '../../http/ids.ts';
import { draftReport } from '../rules.ts';
import { bodyHash, manageToken, manageTokenHash } from '../secrets.ts';
import { enterReport } from './store.ts';

/** `POST /api/staff/reports`: staff type in what came on paper, by phone or in person. */
export async function entryRoutes(app: App): Promise<void> {
  const { database, config, catalog } = app;
  const keys = contactKeys(config);
  app.post(
    '/api/staff/reports',
    {
      bodyLimit: 64 * 1024,
      config: { right: 'reports.work' },
      schema: {
        tags: ['staff'],
        summary: 'Enter a report for somebody: from a paper form, by phone, in person',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
        body: NewEntry,
        response: { 201: Entered, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const key = sentKey(request.headers['idempotency-key']) ?? randomUUID();
      const { channel, ...body } = request.body;
      const answer = await enterReport(database, actorOf(request), keys, {
        draft: draftReport(body, await catalog(), new Date()),
        channel,
        key,
        bodyHash: bodyHash(config.secretKey, canonicalJson(request.body)),
        // Nobody has it: whoever the report is of follows it by its code.
        manageTokenHash: manageTokenHash(manageToken(config.secretKey, key)),
        addressHash: null,
      });
      await app.live.wake();
      const { id, code } = JSON.parse(answer) as Entered;
      reply.code(201).header('location', `/api/staff/reports/${id}`);
      return { id, code };
    },
  );
}
