import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { LikelyDuplicates, NewMerge } from '../../contract/staff-merges.ts';
import { OperationDone } from '../../contract/staff-operations.ts';
import type { StaffReport } from '../../contract/staff-reports.ts';
import { actorOf } from '../../http/actor.ts';
import { operate } from '../operations/run.ts';
import { reportId } from '../routes.ts';
import { rightTo } from '../staff/change.ts';
import { findStaffReport } from '../staff/store.ts';
import { checkMembers, likeness, planMerge, type Candidate } from './rules.ts';
import { candidatesFor, membersOf } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const tags = ['staff'];
const SHOWN_MAX = 20;
/** Below it two reports have little more in common than the category. */
const SCORE_MIN = 0.25;

/** Reports of one problem become one that keeps every voice; which ones those may be. */
export async function mergeRoutes(app: App): Promise<void> {
  const { database } = app;

  app.post(
    '/api/staff/merges',
    {
      config: rightTo('report.merge'),
      bodyLimit: 256 * 1024,
      schema: {
        tags,
        summary:
          'Count reports with another one: every supporter, household and photo is kept, and every code leads there',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
        body: NewMerge,
        response: { 200: OperationDone, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const asked = [request.body.keep, ...request.body.reports];
      return operate(app, request, 'report.merge', asked, (ids) => async (sql) => {
        const coarsest = checkMembers(await membersOf(sql, actor, ids));
        return (state, { id }) => planMerge(state, id, ids[0]!, coarsest);
      });
    },
  );

  app.get(
    '/api/staff/reports/:id/duplicates',
    {
      config: { right: 'reports.read' },
      schema: {
        tags,
        summary: 'Reports that may be the same problem, by place, time, kind and words',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: LikelyDuplicates, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const id = reportId(request.params.id);
      const report = JSON.parse(await findStaffReport(database, actor, id)) as StaffReport;
      const own = candidate(report, 0, true);
      const duplicates = (await candidatesFor(database, actor, id))
        .map(({ report: text, metres, sameArea }) => {
          const other = JSON.parse(text) as StaffReport;
          const rounded = metres === null ? null : Math.round(metres * 10) / 10;
          return { report: other, metres: rounded, ...likeness(own, candidate(other, metres, sameArea)) };
        })
        .filter(({ score }) => score >= SCORE_MIN)
        .sort((a, b) => b.score - a.score)
        .slice(0, SHOWN_MAX);
      return { duplicates };
    },
  );
}

function candidate(report: StaffReport, metres: number | null, sameArea: boolean): Candidate {
  const { reportedAt, kind, description, landmark } = report;
  return { metres, sameArea, kind, reportedAt: Date.parse(reportedAt), text: `${description ?? ''} ${landmark ?? ''}` };
}
