import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import {
  NewOperation,
  OperationDone,
  OperationPreview,
  OperationPreviewQuestion,
  Operations,
  OperationsQuery,
  type OperationPreview as Preview,
} from '../../contract/staff-operations.ts';
import { Empty } from '../../contract/staff.ts';
import { parseLimit } from '../../filters/number.ts';
import { actorOf } from '../../http/actor.ts';
import { numberOr } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { ANY_RIGHT, checkRight, replyDueOn } from '../staff/change.ts';
import { previewReports, type MakePlan } from '../staff/store.ts';
import { actionOf, checkIds, planOne } from './rules.ts';
import { operate } from './run.ts';
import { listOperations, originalsOf, undoOperation } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: ANY_RIGHT };
const tags = ['staff'];
const PAGE = { default: 50, max: 200 } as const;
const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ description: 'a UUID: the same change is never made twice' })),
});

/** One thing done to up to 1,000 reports: seen beforehand, all or nothing, taken back as a whole. */
export async function operationRoutes(app: App): Promise<void> {
  const { database } = app;

  app.post(
    '/api/staff/operations/preview',
    {
      config,
      bodyLimit: 256 * 1024,
      schema: {
        tags,
        summary: 'What a change of many reports would do; nothing is changed',
        body: OperationPreviewQuestion,
        response: { 200: OperationPreview, ...errors },
      },
    },
    async (request): Promise<Preview> => {
      const actor = actorOf(request);
      const { reports, ...wish } = request.body;
      checkRight(actor, actionOf(wish));
      const ids = checkIds(reports);
      return database.transact(async (sql) => {
        const originals = await originalsOf(sql, actor, ids);
        const plan = await planner(wish, originals);
        const found = await previewReports(sql, actor, ids, plan);
        return {
          changed: found.filter(({ changes }) => changes.length > 0).length,
          refused: found.filter(({ refused }) => refused !== null).length,
          reports: found.map(({ changes, ...report }) => ({
            ...report,
            code: originals.get(report.id)!.code,
            changes: changes.map((change) => ({ ...change, erased: false })),
          })),
        };
      });
    },
  );

  app.post(
    '/api/staff/operations',
    {
      config,
      bodyLimit: 256 * 1024,
      schema: {
        tags,
        summary: 'Change up to 1,000 reports at once, all or none',
        headers: IdempotencyKey,
        body: NewOperation,
        response: { 200: OperationDone, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { reports, ...wish } = request.body;
      const action = actionOf(wish);
      checkRight(actor, action);
      return operate(
        app,
        request,
        action,
        reports,
        (ids) => async (sql) => planner(wish, wish.text ? await originalsOf(sql, actor, ids) : null),
      );
    },
  );

  app.post(
    '/api/staff/operations/:id/undo',
    {
      config,
      schema: {
        tags,
        summary: 'Take a change of many reports back as a whole; what else was changed since stays',
        params: Type.Object({ id: Type.String() }),
        body: Empty,
        response: { 200: OperationDone, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const id = numberOr(request.params.id, 'operation_not_found', 15);
      const done = await undoOperation(database, actor, id, (action) => checkRight(actor, action));
      await app.live.wake();
      return done;
    },
  );

  app.get(
    '/api/staff/operations',
    {
      config,
      schema: {
        tags,
        summary: 'Changes of many reports, newest first',
        querystring: OperationsQuery,
        response: { 200: Operations, ...errors },
      },
    },
    async (request) => {
      const limit = parseLimit(request.query.limit, PAGE);
      const before = request.query.before === undefined ? null : cursorOf(request.query.before);
      const operations = await listOperations(database, actorOf(request), before, limit);
      const last = operations.length === limit ? operations.at(-1)!.id : null;
      const next =
        last === null
          ? null
          : `/api/staff/operations?${new URLSearchParams({ limit: String(limit), before: String(last) })}`;
      return { operations, next };
    },
  );

  /** `originals`: needed for a change of text only. */
  async function planner(
    wish: Omit<NewOperation, 'reports'>,
    originals: Awaited<ReturnType<typeof originalsOf>> | null,
  ): Promise<MakePlan> {
    const catalog = await app.catalog();
    const now = new Date();
    const dueOn = replyDueOn(catalog.settings);
    return (state, { id, routedBody }) =>
      planOne(state, wish, {
        catalog,
        now,
        routed: { body: routedBody, dueOn },
        original: originals?.get(id),
      });
  }
}

function cursorOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw problem('cursor_malformed', text.slice(0, 40));
  return Number(text);
}
