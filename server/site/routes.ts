import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import {
  CategoryChange,
  CategoryChanged,
  KindChange,
  NewKind,
  SettingsChange,
  SiteSettings,
  StaffCategories,
} from '../contract/site.ts';
import { Empty } from '../contract/staff.ts';
import { actorOf } from '../http/actor.ts';
import { addKind, changeCategory, changeKind, changeSettings, readSettings, staffCategories } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'site.manage' } as const;
const tags = ['staff'];
const ByCode = Type.Object({ code: Type.String() });

/** Categories, kinds, texts and settings, for administrators. */
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
  app.patch(
    '/api/staff/categories/:code',
    { config, schema: { ...changing('Change a category', CategoryChange), params: ByCode } },
    (request) => seen(changeCategory(database, actorOf(request), request.params.code, request.body)),
  );
  app.patch(
    '/api/staff/kinds/:code',
    { config, schema: { ...changing('Change a kind', KindChange), params: ByCode } },
    (request) => seen(changeKind(database, actorOf(request), request.params.code, request.body)),
  );
  app.post('/api/staff/kinds', { config, schema: changing('Add a kind to a category', NewKind) }, (request) =>
    seen(addKind(database, actorOf(request), request.body)),
  );

  app.get(
    '/api/staff/settings',
    {
      config,
      schema: { tags, summary: 'Settings and texts', querystring: Empty, response: { 200: SiteSettings, ...errors } },
    },
    () => readSettings(database),
  );
  app.patch(
    '/api/staff/settings',
    {
      config,
      schema: {
        tags,
        summary: 'Change settings and texts; what is left out stays',
        body: SettingsChange,
        response: { 200: SiteSettings, ...errors },
      },
    },
    (request) => seen(changeSettings(database, actorOf(request), request.body)),
  );

  /** Whoever asks from now on sees it. */
  async function seen<T>(change: Promise<T>): Promise<T> {
    const answer = await change;
    app.catalog.forget();
    await app.live.wake();
    return answer;
  }
}

function changing<B extends ReturnType<typeof Type.Object>>(summary: string, body: B) {
  return { tags, summary, body, response: { 200: CategoryChanged, ...errors } };
}
