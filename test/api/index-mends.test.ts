import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { App } from '../../server/app.ts';
import { openDatabase } from '../../server/db/database.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());
beforeEach(async () => {
  await context.app.live.wake();
});

const script = (text: string) => context.database.transact((sql) => sql.script(text));
/** Runs a script behind a trigger's back. */
const without = (trigger: string, table: string, text: string) =>
  script(`alter table ${table} disable trigger ${trigger}; ${text}; alter table ${table} enable trigger ${trigger}`);
const until = async (holds: () => unknown) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const has = (app: App, id: string) => app.live.index.get(id) !== null;

test('a report that is deleted, changed or exchanged with another behind the trigger is found by its sums', async () => {
  const [a, b, c] = [
    await send(context.app),
    await send(context.app),
    await send(context.app, { category: 'LIGHT_NONE' }),
  ];
  await without('user', 'reports', `delete from reports where id = '${a.id}'`);
  expect(await context.app.live.check()).toBe(false);
  expect(has(context.app, a.id)).toBe(false);
  expect(await context.app.live.check()).toBe(true);
  await without('reports_change_update', 'reports', `update reports set status = 'verified' where id = '${b.id}'`);
  expect(await context.app.live.check()).toBe(false);
  expect(context.app.live.index.get(b.id)?.status).toBe('verified');
  // No count and no sum of numbers tells these two from what they were.
  await without(
    'user',
    'reports',
    `update reports set (category_code, kind_code) = (select category_code, kind_code from reports as other
       where other.id = case reports.id when '${b.id}' then '${c.id}'::uuid else '${b.id}'::uuid end) where id in ('${b.id}', '${c.id}')`,
  );
  expect(await context.app.live.check()).toBe(false);
  expect(context.app.live.index.get(b.id)?.categoryCode).toBe('LIGHT');
  expect(await context.app.live.check()).toBe(true);
});

test('a change row that is lost leaves a gap in the numbers, upon which the index is compared without being asked to', async () => {
  const id = randomUUID();
  await without(
    'changes_append_only',
    'changes',
    `insert into reports (id, code, category_code, location, precision)
       values ('${id}', '22222223', 'SAFETY', st_setsrid(st_makepoint(72.838, 40.4985), 4326), 'exact');
     delete from changes where report_id = '${id}'`,
  );
  await context.app.live.wake();
  expect(has(context.app, id)).toBe(false);
  await send(context.app);
  await until(() => has(context.app, id));
});

test('a change row that does not say of which report leads to the same', async () => {
  const { id } = await send(context.app);
  await script('alter table changes drop constraint changes_report_given');
  await without(
    'reports_change_update',
    'reports',
    `update reports set supports = 77 where id = '${id}'; insert into changes (subject) values ('report')`,
  );
  await until(() => context.app.live.index.get(id)?.supports === 77);
});

test('a report that does not fit is left out, the others are seen, and it is back as soon as it fits', async () => {
  const bad = await send(context.app);
  await script('alter table reports drop constraint reports_households_range');
  await query(context.database, 'update reports set households = -1 where id = $1', [bad.id]);
  const good = await send(context.app, { category: 'LIGHT_NONE' });
  expect([has(context.app, bad.id), has(context.app, good.id)]).toEqual([false, true]);
  expect(await context.app.live.check()).toBe(false);
  // The whole index can be loaded with it as well.
  const other = await buildApp(context.config, context.database);
  await other.ready();
  expect([has(other, bad.id), has(other, good.id)]).toEqual([false, true]);
  await other.close();
  await query(context.database, 'update reports set households = 30 where id = $1', [bad.id]);
  await context.app.live.wake();
  expect(has(context.app, bad.id)).toBe(true);
  expect(await context.app.live.check()).toBe(true);
});

test('an area that gets another code is counted under it', async () => {
  await query(context.database, "update areas set code = 'alai-one' where code = 'alai-1'");
  await context.app.live.wake();
  const { groups } = (await context.get('/api/statistics?by=area&area=alai-one')).body;
  expect(groups.map(({ area }: { area: string }) => area)).toEqual(['alai-one']);
  await query(context.database, "update areas set code = 'alai-1' where code = 'alai-one'");
  await context.app.live.wake();
});

test('server processes wake each other, and one whose line to the database is cut is told again', async () => {
  // The embedded engine belongs to one process.
  const database = context.engine === 'postgres' ? await openDatabase(context.config) : context.database;
  const app = await buildApp(context.config, database);
  await app.ready();
  let heard = 0;
  const stop = database.watch(() => heard++);
  const told = async () => {
    const before = heard;
    while (heard === before) {
      await send(context.app);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await told();
  if (context.engine === 'postgres') {
    const cut = await query(
      context.database,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'alai-map-listen' and datname = current_database()",
    );
    expect(cut.length).toBe(2);
  }
  // With the line cut as well, by looking.
  const { id } = await send(context.app);
  await until(() => has(app, id));
  await told();
  await Promise.all([app.live.wake(), context.app.live.wake()]);
  expect(app.live.version).toBe(context.app.live.version);
  const sums = (of: App) => Array.from({ length: 64 }, (_, bucket) => of.live.index.sums.of(bucket));
  expect(sums(app)).toEqual(sums(context.app));
  stop();
  await app.close();
  if (context.engine === 'postgres') await database.close();
});
