import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { AUDIT_PAGE, AuditPage, AuditQuery } from '../contract/staff-audit.ts';
import { parseLimit } from '../filters/number.ts';
import { sendRaw } from '../http/raw.ts';
import { auditCsv, auditFilter, type AuditFilter } from './rules.ts';
import { listAudit } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'audit.read' } as const;

/** Who did what: filtered, page by page, or whole as CSV. Only roles that are not limited to areas may read it. */
export async function auditRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/audit',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Who did what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...errors },
      },
    },
    async (request) => {
      const limit = parseLimit(request.query.limit, AUDIT_PAGE);
      const entries = await listAudit(database, auditFilter(request.query), limit);
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
        tags: ['staff'],
        summary: 'The same as CSV, all pages',
        querystring: Type.Omit(AuditQuery, ['before', 'limit'], { additionalProperties: false }),
        response: {
          200: { description: 'one line a changed field', content: { 'text/csv': { schema: Type.String() } } },
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const filter = auditFilter(request.query as AuditQuery);
      reply.header('content-disposition', 'attachment; filename="audit.csv"');
      return sendRaw(reply, 'text/csv; charset=utf-8', Readable.from(pages(app, filter)));
    },
  );
}

/** A page at a time, so that memory stays flat however long the log is. */
async function* pages(app: App, filter: AuditFilter): AsyncGenerator<string> {
  for (let beforeId = filter.beforeId, first = true; ; first = false) {
    const entries = await listAudit(app.database, { ...filter, beforeId }, AUDIT_PAGE.max);
    const text = auditCsv(entries);
    yield first ? text : text.slice(text.indexOf('\r\n') + 2);
    if (entries.length < AUDIT_PAGE.max) return;
    beforeId = entries.at(-1)!.id;
  }
}
