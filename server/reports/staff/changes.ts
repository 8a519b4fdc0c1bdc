import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { mayUse } from '../../auth/rules.ts';
import { Problem } from '../../contract/problem.ts';
import type { Right } from '../../contract/rights.ts';
import {
  PlaceChange,
  StaffReport,
  StatusChange,
  TextChange,
  Undo,
  VisibilityChange,
} from '../../contract/staff-reports.ts';
import type { Sql } from '../../db/database.ts';
import { actorOf } from '../../http/actor.ts';
import { problem } from '../../http/problem.ts';
import { reportId } from '../routes.ts';
import {
  planPlace,
  planStatus,
  planText,
  planUndo,
  planVisibility,
  RIGHT_OF_ACTION,
  type Plan,
  type ReportState,
} from './rules.ts';
import { changeReport, findStaffReport, lastChange } from './store.ts';

const ById = Type.Object({ id: Type.String() });
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'the version that was seen; 412 says what changed since' })),
});
const VERSION = /^(?:W\/)?"?(\d{1,9})"?$/;

/** What staff do with a report, one action a route; each answers with the report as it is afterwards. */
export async function staffChangeRoutes(app: App): Promise<void> {
  const { database, catalog } = app;

  app.patch(
    '/api/staff/reports/:id/text',
    { config: rightTo('report.text'), schema: schema('Approve or edit text; the original is kept', TextChange) },
    (request) => change(request, (state) => planText(state, request.body, new Date())),
  );
  app.patch(
    '/api/staff/reports/:id/status',
    { config: rightTo('report.status'), schema: schema('Move the status on', StatusChange) },
    (request) => change(request, (state) => planStatus(state, request.body, new Date())),
  );
  app.patch(
    '/api/staff/reports/:id/visibility',
    { config: rightTo('report.visibility'), schema: schema('Hide with a reason, or show again', VisibilityChange) },
    (request) => change(request, (state) => planVisibility(state, request.body, new Date())),
  );
  app.patch(
    '/api/staff/reports/:id/place',
    {
      config: rightTo('report.place'),
      schema: schema('Correct category, place, settlement; coarsen precision', PlaceChange),
    },
    async (request) => {
      const loaded = await catalog();
      return change(request, (state) => planPlace(state, request.body, loaded));
    },
  );
  app.post(
    '/api/staff/reports/:id/undo',
    {
      config: { right: [...new Set<Right>(Object.values(RIGHT_OF_ACTION))] },
      schema: schema('Take the last change back; needs the right of that change', Undo),
    },
    (request) =>
      change(request, async (state, sql) => {
        const actor = actorOf(request);
        const last = await lastChange(sql, actor, reportId(request.params.id));
        const plan = planUndo(state, last, request.body.entry);
        const needed = RIGHT_OF_ACTION[last!.action];
        if (!mayUse(actor, needed)) throw problem('not_allowed', `needs ${needed}`);
        return plan;
      }),
  );

  async function change(
    request: Pick<FastifyRequest, 'actor' | 'headers'> & { params: { id: string } },
    plan: (state: ReportState, sql: Sql) => Plan | Promise<Plan>,
  ): Promise<StaffReport> {
    const id = reportId(request.params.id);
    const version = VERSION.exec(request.headers['if-match'] ?? '')?.[1];
    if (version === undefined) throw problem('version_required');
    await changeReport(database, actorOf(request), id, Number(version), plan);
    await app.live.wake();
    return JSON.parse(await findStaffReport(database, actorOf(request), id)) as StaffReport;
  }
}

function rightTo(action: keyof typeof RIGHT_OF_ACTION) {
  return { right: RIGHT_OF_ACTION[action] };
}

function schema<B extends ReturnType<typeof Type.Object>>(summary: string, body: B) {
  return {
    tags: ['staff'],
    summary,
    params: ById,
    headers: IfMatch,
    body,
    response: { 200: StaffReport, '4xx': Problem, '5xx': Problem },
  };
}
