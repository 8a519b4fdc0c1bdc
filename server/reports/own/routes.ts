import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { AskOwn, Correction, OwnReport, OwnStates } from '../../contract/own.ts';
import { MANAGE_TOKEN_HEADER } from '../../contract/photos.ts';
import { Problem } from '../../contract/problem.ts';
import { uuidOrNull } from '../../http/ids.ts';
import { seenVersion } from '../../http/if-match.ts';
import { ProblemError } from '../../http/problem.ts';
import { reportId } from '../routes.ts';
import { replyDueOn } from '../staff/change.ts';
import { checkManageToken } from '../store.ts';
import { planCorrection, planSendersReopening } from './rules.ts';
import {
  changeOwn,
  closeAgain,
  eraseOwnContact,
  findOwn,
  isWithdrawn,
  reopen,
  statesOf,
  withdrawReport,
} from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const tags = ['own reports'];
const params = Type.Object({ id: Type.String() });
const headers = Type.Object({
  [MANAGE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'the answer to the report held it' })),
});
const Done = Type.Null({ description: 'no body' });
type Asked = { params: { id: string }; headers: object };

/** What who sent a report does with it later: see, correct, withdraw, erase name and phone, open it again. The manage token is the proof. */
export async function ownReportRoutes(app: App): Promise<void> {
  const { database, catalog } = app;
  const path = '/api/reports/:id/own';
  const schema = (summary: string) => ({ tags, summary, params, headers });

  app.get(
    path,
    {
      schema: {
        ...schema('One’s own report, words and exact place included'),
        response: { 200: OwnReport, ...errors },
      },
    },
    async (request, reply) => {
      const { id } = await ownReport(request);
      reply.header('cache-control', 'no-store');
      return findOwn(database, id);
    },
  );

  app.patch(
    path,
    {
      preHandler: app.limitWrites,
      schema: {
        ...schema('Correct one’s own report while it is open; with If-Match only when nobody changed it since'),
        headers: Type.Intersect([
          headers,
          Type.Object({ 'if-match': Type.Optional(Type.String({ description: 'the version that was seen' })) }),
        ]),
        body: Correction,
        response: { 200: OwnReport, ...errors },
      },
    },
    async (request) => {
      const { id } = await ownReport(request);
      const loaded = await catalog();
      const given = request.headers['if-match'];
      const seen = given === undefined ? null : seenVersion(given);
      await changeOwn(database, id, (state, { version }) =>
        planCorrection(state, request.body, loaded, { seen, version }),
      );
      await app.live.wake();
      return findOwn(database, id);
    },
  );

  app.delete(
    path,
    {
      preHandler: app.limitWrites,
      schema: {
        ...schema('Withdraw one’s own report for good; where others count on it its point stays'),
        response: { 204: Done, ...errors },
      },
    },
    async (request, reply) => {
      try {
        await withdrawReport(database, (await ownReport(request)).id);
      } catch (error) {
        // Sent again after a lost answer.
        const gone = error instanceof ProblemError && error.code === 'report_not_found';
        if (!gone || !(await isWithdrawn(database, reportId(request.params.id), tokenOf(request)))) throw error;
      }
      await app.live.wake();
      return reply.code(204).send(null);
    },
  );

  app.delete(
    `${path}/contact`,
    {
      preHandler: app.limitWrites,
      schema: { ...schema('Erase one’s name and phone for good'), response: { 204: Done, ...errors } },
    },
    async (request, reply) => {
      await eraseOwnContact(database, (await ownReport(request)).id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    `${path}/reopening`,
    {
      preHandler: app.limitWrites,
      schema: { ...schema('It is not solved: open one’s own report again'), response: { 204: Done, ...errors } },
    },
    async (request, reply) => {
      const own = await ownReport(request);
      const { settings } = await catalog();
      await reopen(database, own, (state) => planSendersReopening(state, replyDueOn(settings)));
      await app.live.wake();
      return reply.code(204).send(null);
    },
  );

  app.delete(
    `${path}/reopening`,
    {
      preHandler: app.limitWrites,
      schema: {
        ...schema('Take that back, as long as nothing else was changed'),
        response: { 204: Done, ...errors },
      },
    },
    async (request, reply) => {
      await closeAgain(database, await ownReport(request));
      await app.live.wake();
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/own-reports',
    {
      bodyLimit: 64 * 1024,
      preHandler: app.limitWrites,
      schema: {
        tags,
        summary: 'How the reports stand that were sent from a phone, with what waits there for an answer',
        body: AskOwn,
        response: { 200: OwnStates, ...errors },
      },
    },
    async (request, reply) => {
      const asked = request.body.reports.flatMap(({ id: text, manageToken }) => {
        const id = uuidOrNull(text);
        return id === null ? [] : [{ id, manageToken }];
      });
      reply.header('cache-control', 'no-store');
      return { reports: await statesOf(database, asked) };
    },
  );

  /** The report of the path, and the one it is counted with; throws report_not_found and manage_token_refused. */
  async function ownReport(request: Asked): Promise<{ id: string; kept: string }> {
    const id = reportId(request.params.id);
    const { kept } = await checkManageToken(database, id, tokenOf(request));
    return { id, kept };
  }
}

function tokenOf({ headers: given }: Asked): unknown {
  return (given as Record<string, unknown>)[MANAGE_TOKEN_HEADER];
}
