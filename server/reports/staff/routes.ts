import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { STATUSES } from '../../contract/enums.ts';
import { Problem } from '../../contract/problem.ts';
import { PAGE_LIMIT } from '../../contract/reports.ts';
import { StaffCounts } from '../../contract/staff-counts.ts';
import {
  STAFF_SORTS,
  StaffHistory,
  StaffListQuery,
  StaffReport,
  StaffReportPage,
} from '../../contract/staff-reports.ts';
import { parseLimit } from '../../filters/number.ts';
import { parseFilter } from '../../filters/rules.ts';
import { actorOf } from '../../http/actor.ts';
import { sendRaw } from '../../http/raw.ts';
import { reportId } from '../routes.ts';
import { listStaffReports } from './list/store.ts';
import { countWaiting, findStaffReport, staffHistory } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const JSON_TYPE = 'application/json; charset=utf-8';
const config = { right: 'reports.read' } as const;
const ById = Type.Object({ id: Type.String() });
const tags = ['staff'];

/** Reports as staff read them: with unpublished text and exact place, within their areas. */
export async function staffReportRoutes(app: App): Promise<void> {
  const { database, catalog } = app;

  app.get(
    '/api/staff/reports',
    {
      config,
      schema: {
        tags,
        summary:
          'Reports with all that staff may know, newest first unless asked otherwise; hidden, rejected and duplicate ones too',
        querystring: StaffListQuery,
        response: { 200: StaffReportPage, ...errors },
      },
    },
    async (request, reply) => {
      const {
        limit,
        cursor,
        sort = 'reported',
        order = STAFF_SORTS[sort],
        hidden,
        waiting,
        overdue,
        unassigned,
        flagged,
        pendingPhotos,
        doubted,
        body,
        ...filters
      } = request.query;
      const filter = parseFilter({ status: STATUSES.join(','), ...filters }, await catalog());
      const page = await listStaffReports(
        database,
        actorOf(request),
        {
          ...filter,
          hidden: flag(hidden),
          waiting: flag(waiting),
          overdue: flag(overdue),
          unassigned: flag(unassigned),
          flagged: flag(flagged),
          pendingPhotos: flag(pendingPhotos),
          doubted: flag(doubted),
          bodies: body === undefined ? null : body.split(','),
        },
        { sort, order },
        cursor ?? null,
        parseLimit(limit, PAGE_LIMIT),
      );
      const next = page.next && `/api/staff/reports?${new URLSearchParams({ ...request.query, cursor: page.next })}`;
      return sendRaw(reply, JSON_TYPE, `{"reports":[${page.reports.join(',')}],"next":${JSON.stringify(next)}}`);
    },
  );

  app.get(
    '/api/staff/counts',
    {
      config,
      schema: {
        tags,
        summary: 'What waits for somebody: the numbers on the menu',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: StaffCounts, ...errors },
      },
    },
    async (request) => countWaiting(database, actorOf(request)),
  );

  app.get(
    '/api/staff/reports/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One report with all that staff may know',
        params: ById,
        response: { 200: StaffReport, ...errors },
      },
    },
    async (request, reply) =>
      sendRaw(reply, JSON_TYPE, await findStaffReport(database, actorOf(request), reportId(request.params.id))),
  );

  app.get(
    '/api/staff/reports/:id/history',
    {
      config,
      schema: {
        tags,
        summary: 'All that happened to a report: by whom, before and after',
        params: ById,
        response: { 200: StaffHistory, ...errors },
      },
    },
    async (request) => ({ history: await staffHistory(database, actorOf(request), reportId(request.params.id)) }),
  );
}

function flag(text: 'true' | 'false' | undefined): boolean | null {
  return text === undefined ? null : text === 'true';
}
