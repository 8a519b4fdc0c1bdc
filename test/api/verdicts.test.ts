import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let official: Staff;
beforeAll(async () => {
  context = await testApp();
  official = await addStaff(context, 'official');
});
afterAll(() => context.close());

const device = (name: string) => ({ 'device-token': name.padEnd(20, '.') });
const say = (id: string, fixed: boolean, who: string) =>
  context.ask('PUT', `/api/reports/${id}/verdict`, { fixed }, device(who));
const takeBack = (id: string, who: string) =>
  context.ask('DELETE', `/api/reports/${id}/verdict`, undefined, device(who));
const read = async (id: string) => (await official.ask('GET', `/api/staff/reports/${id}`)).body;
const act = async (id: string, what: string, body: object = {}) =>
  official.ask('POST', `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const doubted = async () =>
  (await official.ask('GET', '/api/staff/reports?doubted=true')).body.reports.map(
    (report: { id: string }) => report.id,
  );
const counted = async () => (await official.ask('GET', '/api/staff/counts')).body.doubted;

test('neighbours say whether it is really fixed, once a device, and everybody sees how many say what', async () => {
  const { id, code } = await send(context.app);
  await act(id, 'resolve');
  expect((await publicly(id)).verdicts).toEqual({ fixed: 0, notFixed: 0 });
  await say(id, false, 'one');
  await say(id, false, 'one');
  await say(id, false, 'two');
  expect((await say(id, true, 'three')).body).toEqual({ verdicts: { fixed: 1, notFixed: 2 }, verdict: true });
  // The last word of a device counts.
  expect((await say(id, true, 'two')).body.verdicts).toEqual({ fixed: 2, notFixed: 1 });
  expect((await takeBack(id, 'three')).body).toEqual({ verdicts: { fixed: 1, notFixed: 1 }, verdict: null });
  expect((await takeBack(id, 'three')).body.verdicts).toEqual({ fixed: 1, notFixed: 1 });
  expect((await context.get(`/api/track/${code}`)).body.verdicts).toEqual({ fixed: 1, notFixed: 1 });
  // It is for staff to look: no answer of a neighbour changes the status.
  expect((await publicly(id)).status).toBe('resolved');
});

test('there is nothing to say of what is not marked as resolved, and no device without a token', async () => {
  const { id } = await send(context.app);
  expect((await say(id, false, 'one')).body.code).toBe('not_resolved');
  expect((await publicly(id)).verdicts).toBeNull();
  await act(id, 'resolve');
  expect((await context.ask('PUT', `/api/reports/${id}/verdict`, { fixed: true })).body.code).toBe(
    'device_token_malformed',
  );
  expect((await context.ask('PUT', `/api/reports/${id}/verdict`, {}, device('one'))).body.code).toBe('invalid_input');
  expect((await say('00000000-0000-4000-8000-000000000000', true, 'one')).body.code).toBe('report_not_found');
});

test('doubts queue for staff until somebody has looked, and a new one after that queues again', async () => {
  const { id } = await send(context.app);
  await act(id, 'resolve');
  const before = await counted();
  await say(id, true, 'content');
  expect(await doubted()).not.toContain(id);
  await say(id, false, 'one');
  expect(await doubted()).toContain(id);
  expect(await counted()).toBe(before + 1);
  expect(await read(id)).toMatchObject({ doubted: true, verdicts: { fixed: 1, notFixed: 1 } });
  expect((await act(id, 'verdicts/seen')).body).toMatchObject({ doubted: false, verdicts: { fixed: 1, notFixed: 1 } });
  expect(await doubted()).not.toContain(id);
  await say(id, false, 'two');
  expect(await doubted()).toContain(id);
});

test('after it was opened again and resolved anew the old answers count no more', async () => {
  const { id } = await send(context.app);
  await act(id, 'resolve');
  await say(id, false, 'one');
  await act(id, 'reopen', { note: 'Кайра бузулду' });
  expect((await publicly(id)).verdicts).toBeNull();
  await act(id, 'resolve');
  expect((await publicly(id)).verdicts).toEqual({ fixed: 0, notFixed: 0 });
  expect(await doubted()).not.toContain(id);
  expect((await say(id, true, 'one')).body.verdicts).toEqual({ fixed: 1, notFixed: 0 });
});

test('what is kept of a device says of one report only that it answered', async () => {
  const ids = [(await send(context.app)).id, (await send(context.app)).id];
  for (const id of ids) {
    await act(id, 'resolve');
    await say(id, false, 'same');
    await context.ask('POST', `/api/reports/${id}/support`, undefined, device('same'));
  }
  const rows = await context.database.run<object, { mark: string }>(
    {
      name: 'marks',
      text: "select encode(device_hmac, 'hex') as mark from report_verdicts union all select encode(device_hmac, 'hex') from report_supports",
      params: [],
    },
    {},
  );
  expect(new Set(rows.map(({ mark }) => mark)).size).toBe(rows.length);
});
