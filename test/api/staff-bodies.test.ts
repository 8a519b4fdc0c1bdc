import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let admin: Staff;
let official: Staff;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
  official = await addStaff(context, 'official');
  for (const code of ['road-works', 'alai-office', 'mud-brigade', 'later'])
    await admin.ask('POST', '/api/staff/bodies', { code, name: { ky: code, ru: code, en: code } });
});
afterAll(() => context.close());

const act = async (id: string, method: 'PATCH' | 'POST', what: string, body: object) => {
  const { version } = (await official.ask('GET', `/api/staff/reports/${id}`)).body;
  return (await official.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String(version) })).body;
};
const add = (route: object) => admin.ask('POST', '/api/staff/body-routes', { category: null, area: null, ...route });
const listed = async (query: string, staff = official) =>
  (await staff.ask('GET', `/api/staff/reports?limit=1000&${query}`)).body.reports.map((each: any) => each.id);
const counts = async (staff = official) => (await staff.ask('GET', '/api/staff/counts')).body;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

describe('the body that answers', () => {
  test('is that of the finest route in force, and without one the first proposed', async () => {
    const verified = async (body = {}) => {
      const { id } = await send(context.app, { category: 'ROAD_MUD', ...body });
      return act(id, 'PATCH', 'status', { status: 'verified' });
    };
    const { bodies } = (await context.get('/api/config')).body.categories.find((each: any) => each.code === 'ROAD');
    expect(await verified()).toMatchObject({ body: bodies[0], bodyByHand: false, dueOn: expect.stringMatching(DAY) });
    await add({ category: 'ROAD', body: 'road-works' });
    expect((await verified()).body).toBe('road-works');
    await add({ category: 'ROAD', area: 'alai-2', body: 'alai-office' });
    expect((await verified()).body).toBe('road-works');
    expect((await verified({ location: point(IN_ALAI_2) })).body).toBe('alai-office');
    const mud = await add({ category: 'ROAD_MUD', body: 'mud-brigade' });
    expect((await verified({ location: point(IN_ALAI_2) })).body).toBe('mud-brigade');
    await add({ category: 'ROAD_MUD', body: 'later', validFrom: '2099-01-01' });
    await add({ category: 'ROAD_MUD', body: 'later', validTo: '2020-01-01' });
    expect((await verified()).body).toBe('mud-brigade');
    const path = `/api/staff/body-routes/${mud.body.id}`;
    expect((await admin.ask('DELETE', path, undefined, { 'if-match': '1' })).status).toBe(204);
    expect((await verified()).body).toBe('road-works');
    expect((await admin.ask('DELETE', path, undefined, { 'if-match': '1' })).body.code).toBe('route_not_found');
  });

  test('is chosen by hand as well, with another day, and all of it is taken back', async () => {
    const { id } = await send(context.app);
    expect(await act(id, 'PATCH', 'body', { body: 'alai-office', dueOn: '2027-02-03' })).toMatchObject({
      body: 'alai-office',
      bodyByHand: true,
      dueOn: '2027-02-03',
    });
    // What is in hands changes them without a new term.
    expect(await act(id, 'PATCH', 'body', {})).toMatchObject({ bodyByHand: false, dueOn: '2027-02-03' });
    await undoLast(official, id);
    expect((await undoLast(official, id)).body).toMatchObject({ body: null, bodyByHand: false, dueOn: null });
    expect((await act(id, 'PATCH', 'body', { body: 'nobody' })).code).toBe('body_unknown');
    // Who answers says more finely where it is than the public may know.
    expect(JSON.stringify((await context.get(`/api/reports/${id}`)).body)).not.toContain('alai-office');
  });

  test('keeps what it has when it is retired, and gets nothing new', async () => {
    const { id } = await send(context.app);
    await act(id, 'PATCH', 'body', { body: 'later' });
    const path = '/api/staff/bodies/later';
    expect((await admin.ask('PATCH', path, { retired: true })).body.code).toBe('version_required');
    expect((await admin.ask('PATCH', path, { retired: true }, { 'if-match': '1' })).body).toMatchObject({
      retired: true,
      open: 1,
      version: 2,
    });
    expect((await admin.ask('PATCH', path, { confirmed: false }, { 'if-match': '1' })).body.code).toBe(
      'version_conflict',
    );
    expect((await act((await send(context.app)).id, 'PATCH', 'body', { body: 'later' })).code).toBe('body_unknown');
    expect((await add({ body: 'later' })).body.code).toBe('body_unknown');
    expect((await official.ask('GET', `/api/staff/reports/${id}`)).body.body).toBe('later');
  });
});

test('overdue is what is open after its term without a reply', async () => {
  const before = await counts();
  const late = await send(context.app);
  await act(late.id, 'PATCH', 'body', { body: 'road-works', dueOn: '2026-01-05' });
  const today = new Date(Date.now() + 6 * 3_600_000).toISOString().slice(0, 10);
  const onTime = await send(context.app);
  await act(onTime.id, 'PATCH', 'body', { body: 'road-works', dueOn: today });
  expect(await listed('overdue=true')).toEqual([late.id]);
  expect((await counts()).overdue).toBe(before.overdue + 1);
  expect(await listed('body=road-works,x&overdue=true')).toEqual([late.id]);
  const { version } = (await official.ask('GET', `/api/staff/reports/${late.id}`)).body;
  const reply = await official.ask('POST', '/api/staff/replies', { text: 'Жооп', reports: [{ id: late.id, version }] });
  expect(await listed('overdue=true')).toEqual([]);
  await official.ask('POST', `/api/staff/operations/${reply.body.operation}/undo`, {});
  expect(await listed('overdue=true')).toEqual([late.id]);
  await act(late.id, 'POST', 'resolve', {});
  expect((await counts()).overdue).toBe(before.overdue);
});

test('the menu counts what waits, within one’s areas', async () => {
  const limited = await addStaff(context, 'moderator', ['alai-2']);
  const [all, mine] = [await counts(), await counts(limited)];
  const { id } = await send(context.app, { description: 'Суу жок' });
  expect(await counts()).toEqual({ ...all, waiting: all.waiting + 1, unassigned: all.unassigned + 1 });
  expect(await counts(limited)).toEqual(mine);
  expect(await listed('unassigned=true')).toContain(id);
  expect(await listed('unassigned=true', limited)).not.toContain(id);
  await act(id, 'PATCH', 'status', { status: 'in_progress' });
  expect((await counts()).unassigned).toBe(all.unassigned);
});

test('bodies and routes that cannot be are refused, and nobody but an administrator changes them', async () => {
  const name = { ky: 'а', ru: 'а', en: 'a' };
  expect((await admin.ask('POST', '/api/staff/bodies', { code: 'road-works', name })).body.code).toBe('body_in_use');
  expect((await admin.ask('POST', '/api/staff/bodies', { code: 'Жол', name })).body.code).toBe('invalid_input');
  expect((await add({ category: 'NOTHING', body: 'road-works' })).body.code).toBe('category_unknown');
  expect((await add({ area: 'nowhere', body: 'road-works' })).body.code).toBe('area_unknown');
  expect((await add({ body: 'road-works', validFrom: '2026-02-01', validTo: '2026-02-01' })).body.code).toBe(
    'date_order',
  );
  expect((await add({ body: 'road-works', validFrom: '2026-02-30' })).body.code).toBe('invalid_input');
  const { body: route } = await add({ body: 'road-works' });
  const put = (body: object, version: string) =>
    admin.ask(
      'PUT',
      `/api/staff/body-routes/${route.id}`,
      { category: 'WATER', area: null, ...body },
      { 'if-match': version },
    );
  expect((await put({ body: 'alai-office' }, '1')).body).toMatchObject({
    category: 'WATER',
    body: 'alai-office',
    version: 2,
  });
  expect((await put({ body: 'alai-office' }, '1')).body.code).toBe('version_conflict');
  expect((await official.ask('GET', '/api/staff/body-routes')).body.routes).toContainEqual(
    expect.objectContaining({ id: route.id }),
  );
  expect((await official.ask('POST', '/api/staff/body-routes', {})).body.code).toBe('not_allowed');
});
