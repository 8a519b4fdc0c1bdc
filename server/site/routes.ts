import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import {
  CategoryChange,
  CategoryChanged,
  KindChange,
  NewCategory,
  NewKind,
  OrderChange,
  StaffCategories,
} from '../contract/site.ts';
import { Empty } from '../contract/staff.ts';
import { actorOf } from '../http/actor.ts';
import { seenVersion } from '../http/if-match.ts';
import {
  addCategory,
  addKind,
  changeCategory,
  changeKind,
  changeKindOrder,
  changeOrder,
  staffCategories,
} from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'site.manage' } as const;
const tags = ['staff'];
const ByCode = Type.Object({ code: Type.String() });
const headers = Type.Object({ 'if-match': Type.Optional(Type.String({ description: 'the version that was seen' })) });

/** Categories and kinds, for administrators. Whoever asks afterwards, in any process, sees a change. */
export async function siteRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/categories',
    {
      config,
      schema: {
        tags,
        summary: 'Every category and kind, retired ones too',
        querystring: Empty,
        response: { 200: StaffCategories, ...errors },
      },
    },
    async () => ({ categories: await staffCategories(database) }),
  );
  app.post(
    '/api/staff/categories',
    { config, schema: changing('Add a category, before the last one', NewCategory) },
    (request) => seen(app, addCategory(database, actorOf(request), request.body)),
  );
  app.patch(
    '/api/staff/categories/:code',
    { config, schema: { ...changing('Change a category', CategoryChange), headers, params: ByCode } },
    (request) => {
      const version = seenVersion(request.headers['if-match']);
      return seen(app, changeCategory(database, actorOf(request), request.params.code, version, request.body));
    },
  );
  app.put(
    '/api/staff/categories/order',
    {
      config,
      schema: {
        tags,
        summary: 'Put the categories in another order',
        body: OrderChange,
        response: { 200: StaffCategories, ...errors },
      },
    },
    async (request) => ({ categories: await seen(app, changeOrder(database, actorOf(request), request.body)) }),
  );
  app.put(
    '/api/staff/categories/:code/order',
    { config, schema: { ...changing('Put the kinds of a category in another order', OrderChange), params: ByCode } },
    (request) => seen(app, changeKindOrder(database, actorOf(request), request.params.code, request.body)),
  );

  app.post('/api/staff/kinds', { config, schema: changing('Add a kind to a category', NewKind) }, (request) =>
    seen(app, addKind(database, actorOf(request), request.body)),
  );
  app.patch(
    '/api/staff/kinds/:code',
    { config, schema: { ...changing('Change a kind', KindChange), headers, params: ByCode } },
    (request) => {
      const version = seenVersion(request.headers['if-match']);
      return seen(app, changeKind(database, actorOf(request), request.params.code, version, request.body));
    },
  );
}

/** Waits for a change, and then until whoever asks from now on sees it. */
export async function seen<T>(app: App, change: Promise<T>): Promise<T> {
  const answer = await change;
  app.catalog.forget();
  await app.live.wake();
  return answer;
}

function changing<B extends ReturnType<typeof Type.Object>>(summary: string, body: B) {
  return { tags, summary, body, response: { 200: CategoryChanged, ...errors } };
}
