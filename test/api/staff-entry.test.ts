import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, point } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const enter = (body: object, staff = moderator, key: string = randomUUID()) =>
  staff.ask(
    'POST',
    '/api/staff/reports',
    { category: 'ROAD_POTHOLE', area: 'alai-1', ...body },
    { 'idempotency-key': key },
  );
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;

test.each(['paper', 'phone', 'visit'] as const)(
  'what came by %s is a report like any other, with its channel and code',
  async (channel) => {
    const contact = { name: 'Айгүл', phone: '+996555000444', consent: true };
    const answer = await enter({
      channel,
      description: 'Чуңкур',
      landmark: 'Мектеп',
      households: 3,
      observedAt: '2026-11-01',
      contact,
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: expect.any(String), code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{8}$/) });
    const { id, code } = answer.body;
    expect(await publicly(id)).toMatchObject({
      channel,
      area: 'alai-1',
      households: 3,
      description: null,
      landmark: null,
    });
    expect((await context.get(`/api/track/${code}`)).body.id).toBe(id);
    expect((await moderator.ask('GET', `/api/staff/reports/${id}`)).body).toMatchObject({
      waiting: true,
      hasContact: true,
    });
    const admin = await addStaff(context, 'admin');
    const { entries } = (await admin.ask('GET', `/api/staff/audit?subject=${id}`)).body;
    expect(entries).toMatchObject([{ action: 'report.entered', user: moderator.login }]);
  },
);

test('sent again after a lost answer it is entered once, and noted once', async () => {
  const key = randomUUID();
  const first = await enter({ channel: 'paper', description: 'Бир барак' }, moderator, key);
  expect((await enter({ channel: 'paper', description: 'Бир барак' }, moderator, key)).body).toEqual(first.body);
  expect((await enter({ channel: 'paper', description: 'Башка барак' }, moderator, key)).body.code).toBe(
    'idempotency_key_reused',
  );
  const admin = await addStaff(context, 'admin');
  expect((await admin.ask('GET', `/api/staff/audit?subject=${first.body.id}`)).body.entries).toHaveLength(1);
});

test('who is limited to an area enters reports there alone, by place or by name', async () => {
  const limited = await addStaff(context, 'official', ['alai-1']);
  expect((await enter({ channel: 'visit' }, limited)).status).toBe(201);
  expect((await enter({ channel: 'visit', location: point(IN_ALAI_1) }, limited)).status).toBe(201);
  expect((await enter({ channel: 'visit', location: point(IN_ALAI_2) }, limited)).body.code).toBe('outside_your_areas');
  expect((await enter({ channel: 'visit', area: 'alai-2' }, limited)).body.code).toBe('outside_your_areas');
  const planner = await addStaff(context, 'planner');
  expect((await enter({ channel: 'visit' }, planner)).body.code).toBe('not_allowed');
});

test.each([
  [{}, 'invalid_input'],
  [{ channel: 'web' }, 'invalid_input'],
  [{ channel: 'paper', category: 'NOTHING' }, 'category_unknown'],
  [{ channel: 'paper', contact: { phone: '+996555000444', consent: false } }, 'contact_without_consent'],
  [{ channel: 'paper', status: 'resolved' }, 'invalid_input'],
])('%j is refused as a resident’s would be', async (body, code) => {
  expect((await enter(body)).body.code).toBe(code);
});
