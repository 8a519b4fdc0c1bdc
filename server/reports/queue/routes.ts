import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { Claim, Queue, QUEUE_LIMIT, QueueQuery } from '../../contract/staff-queue.ts';
import type { StaffReport } from '../../contract/staff-reports.ts';
import { parseLimit } from '../../filters/number.ts';
import { actorOf } from '../../http/actor.ts';
import { reportId } from '../routes.ts';
import { inOrderOfWork, marksOf } from './rules.ts';
import { claimReport, releaseReport, waitingReports } from './store.ts';

/** Of so many of the oldest the riskiest come first: age alone must bring everything up in the end. */
const SORTED_MAX = 200;
const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'reports.moderate' } as const;
const ById = Type.Object({ id: Type.String() });

/** What waits for a moderator, and who is just looking at what. */
export async function queueRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/queue',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Reports with text or photos that nobody has looked at: the riskiest of the 200 oldest first',
        querystring: QueueQuery,
        response: { 200: Queue, ...errors },
      },
    },
    async (request) => {
      const limit = parseLimit(request.query.limit, QUEUE_LIMIT);
      const { waiting, rows } = await waitingReports(database, actorOf(request), SORTED_MAX);
      const items = rows.map(({ report: text, urgent, claimedBy }) => {
        const report = JSON.parse(text) as StaffReport;
        const marks = { description: marksOf(report.description ?? ''), landmark: marksOf(report.landmark ?? '') };
        return { report, marks, urgent, claimedBy };
      });
      return { waiting, items: inOrderOfWork(items).slice(0, limit) };
    },
  );

  app.put(
    '/api/staff/reports/:id/claim',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Take a report for ten minutes, or keep it longer',
        params: ById,
        response: { 200: Claim, ...errors },
      },
    },
    async (request) => claimReport(database, actorOf(request), reportId(request.params.id)),
  );

  app.delete(
    '/api/staff/reports/:id/claim',
    {
      config,
      schema: {
        tags: ['staff'],
        summary: 'Give it back',
        params: ById,
        response: { 204: Type.Null({ description: 'no body' }), ...errors },
      },
    },
    async (request, reply) => {
      await releaseReport(database, actorOf(request), reportId(request.params.id));
      return reply.code(204).send(null);
    },
  );
}
