import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { AUDIT_PAGE, AuditExportQuery, AuditPage, AuditQuery, ChainState } from '../contract/staff-audit.ts';
import { Empty } from '../contract/staff.ts';
import { parseLimit } from '../filters/number.ts';
import { actorOf } from '../http/actor.ts';
import { begun, sendRaw } from '../http/raw.ts';
import { csvOf } from './csv.ts';
import { auditFilter } from './rules.ts';
import { chainState, checkHistory, listAudit, readAudit, reportIdOf } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'audit.read' } as const;
const tags = ['staff'];
const file = (description: string, type: string) => ({
  response: { 200: { description, content: { [type]: { schema: Type.String() } } }, ...errors },
});

/** Who did what: filtered, page by page or whole as a file; and the state of the chain that holds it together. */
export async function auditRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/audit',
    {
      config,
      schema: {
        tags,
        summary: 'Who did what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...errors },
      },
    },
    async (request) => {
      const limit = parseLimit(request.query.limit, AUDIT_PAGE);
      const entries = await listAudit(database, await asked(request, request.query), limit);
      const last = entries.length === limit ? String(entries.at(-1)!.id) : null;
      const next = last && `/api/staff/audit?${new URLSearchParams({ ...request.query, before: last })}`;
      return { entries, next };
    },
  );

  app.get(
    '/api/staff/audit.csv',
    {
      config,
      schema: {
        tags,
        summary: 'The same as CSV, all pages',
        querystring: AuditExportQuery,
        ...file('one line a changed field', 'text/csv'),
      },
    },
    (request, reply) => send(request, reply, request.query, 'csv'),
  );

  app.get(
    '/api/staff/audit.ndjson',
    {
      config,
      schema: {
        tags,
        summary: 'The same as NDJSON, all pages',
        querystring: AuditExportQuery,
        ...file('one line an entry', 'application/x-ndjson'),
      },
    },
    (request, reply) => send(request, reply, request.query, 'ndjson'),
  );

  app.get(
    '/api/staff/audit/chain',
    {
      config,
      schema: {
        tags,
        summary: 'How far history is sealed, and when the chain was last verified',
        querystring: Empty,
        response: { 200: ChainState, ...errors },
      },
    },
    () => chainState(database),
  );

  let checking: Promise<unknown> | null = null;
  app.post(
    '/api/staff/audit/chain/checks',
    {
      config,
      schema: { tags, summary: 'Verify the whole chain now', response: { 200: ChainState, ...errors } },
    },
    async (request) => {
      // All of history is computed anew: whoever asks meanwhile waits for the same answer.
      checking ??= checkHistory(database, actorOf(request).userId).finally(() => (checking = null));
      await checking;
      return chainState(database);
    },
  );

  async function asked(request: FastifyRequest, query: AuditQuery) {
    const filter = auditFilter(query, await app.catalog());
    const report = query.report === undefined ? null : await reportIdOf(database, query.report);
    return { ...filter, report, limitAreas: actorOf(request).areaIds };
  }

  async function send(request: FastifyRequest, reply: FastifyReply, query: AuditQuery, format: keyof typeof FORMATS) {
    const lines = readAudit(database, await asked(request, query));
    const { type, write } = FORMATS[format];
    reply.header('content-disposition', `attachment; filename="audit.${format}"`);
    // A head says what there would be; reading all of it for that would be for nothing.
    const pieces = request.method === 'HEAD' ? [] : await begun(write(lines));
    return sendRaw(reply, type, Readable.from(pieces, { objectMode: false }));
  }
}

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', write: csvOf },
  ndjson: { type: 'application/x-ndjson; charset=utf-8', write: asItIs },
} as const;

async function* asItIs(lines: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  yield* lines;
}
