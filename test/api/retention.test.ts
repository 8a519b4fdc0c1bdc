import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { daysBefore, RETENTION_DEFAULTS } from '../../server/retention/rules.ts';
import { enforceRetention } from '../../server/retention/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto } from '../support/photos.ts';
import { point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

const HOME: [number, number] = [72.83712, 40.49931];
const CONTACT = { name: 'Бирөө', phone: '+996555000001', consent: true } as const;
const IDLE_SECONDS = 8 * 60 * 60;
let context: TestApp;
let admin: Staff;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());
// The job ends their sessions too.
beforeEach(async () => {
  admin = await addStaff(context, 'admin');
});

/** The job as it runs so many days from now. */
const runIn = (days: number) => enforceRetention(context.database, daysBefore(new Date(), -days), IDLE_SECONDS);
const count = async (text: string) =>
  (await query<{ n: number }>(context.database, `select count(*)::int as n from ${text}`))[0]!.n;
const contactOf = (id: string) => count(`report_contacts where report_id = '${id}'`);
const status = async (id: string, body: object) => {
  const { version } = (await admin.ask('GET', `/api/staff/reports/${id}`)).body;
  const answer = await admin.ask('PATCH', `/api/staff/reports/${id}/status`, body, { 'if-match': String(version) });
  if (answer.status !== 200) throw new Error(answer.text);
};

test('names and phones go 90 days after their report is closed, and after two years if it never is', async () => {
  const [open, resolved, rejected] = await Promise.all([0, 1, 2].map(() => send(context.app, { contact: CONTACT })));
  await status(resolved!.id, { status: 'resolved' });
  await status(rejected!.id, { status: 'rejected', note: 'башка' });
  const left = () => Promise.all([open, resolved, rejected].map((report) => contactOf(report!.id)));
  expect((await runIn(89)).contacts).toBe(0);
  expect(await left()).toEqual([1, 1, 1]);
  expect((await runIn(91)).contacts).toBe(2);
  expect(await left()).toEqual([1, 0, 0]);
  expect((await runIn(729)).contacts).toBe(0);
  expect((await runIn(731)).contacts).toBe(1);
  expect((await runIn(731)).contacts).toBe(0);
});

test('a report opened again keeps them', async () => {
  const { id } = await send(context.app, { contact: CONTACT });
  await status(id, { status: 'resolved' });
  await status(id, { status: 'in_progress' });
  await runIn(91);
  expect(await contactOf(id)).toBe(1);
});

test('what was never published of a report goes three years after it is closed', async () => {
  const { id } = await send(context.app, { category: 'WATER_CUT', location: point(HOME), landmark: 'көк дарбаза' });
  const { id: open } = await send(context.app, { category: 'WATER_CUT', location: point(HOME) });
  await status(id, { status: 'resolved' });
  const published = (await context.get(`/api/reports/${id}`)).body;
  const place = async (report: string) =>
    (
      await query<{ text: string }>(context.database, 'select st_astext(location) as text from reports where id = $1', [
        report,
      ])
    )[0]!.text;
  await runIn(1094);
  expect(await place(id)).toBe(`POINT(${HOME.join(' ')})`);
  expect((await runIn(1096)).reports).toBeGreaterThan(0);
  expect(await place(id)).toBe(`POINT(${published.geometry.coordinates.join(' ')})`);
  expect(await place(open)).toBe(`POINT(${HOME.join(' ')})`);
  expect(await count(`reports where id = '${id}' and landmark is null and erased_at is not null`)).toBe(1);
  expect((await context.get(`/api/reports/${id}`)).body).toEqual(published);
  expect((await runIn(1096)).reports).toBe(0);
});

test('hashes of addresses go after seven days, notes of flags after 180, ended sessions and links at once', async () => {
  const { id } = await send(context.app);
  await context.post(
    `/api/reports/${id}/flags`,
    { reason: 'spam', note: 'эмне бул' },
    { 'device-token': 'b'.repeat(32) },
  );
  const origins = await count('report_origins');
  expect(origins).toBeGreaterThan(0);
  await runIn(6.9);
  expect(await count('report_origins')).toBe(origins);
  expect((await runIn(7.1)).addresses).toBe(origins);
  expect((await runIn(179)).flagNotes).toBe(0);
  expect((await runIn(181)).flagNotes).toBe(1);
  expect(await count('report_flags where reason is not null and note is null')).toBe(1);
  admin = await addStaff(context, 'admin');
  const invited = await admin.ask('POST', '/api/staff/users', {
    login: 'kanat@example.kg',
    name: 'Канат',
    role: 'planner',
  });
  expect(invited.status).toBeLessThan(300);
  expect((await runIn(0.3)).sessions).toBe(0);
  expect((await runIn(0.4)).sessions).toBeGreaterThan(0);
  expect((await runIn(6)).links).toBe(0);
  expect((await runIn(8)).links).toBe(1);
});

test('the picture before blurring goes 90 days after the report is closed', async () => {
  const report = await send(context.app, { category: 'WATER_CUT', location: point(HOME) });
  const { id } = await sendPhoto(context.app, report, await phonePhoto());
  const { version } = (await admin.ask('GET', `/api/staff/reports/${report.id}`)).body;
  const regions = [{ x: 0.1, y: 0.1, width: 0.2, height: 0.2 }];
  const path = `/api/staff/reports/${report.id}/photos/${id}`;
  expect((await admin.ask('PUT', `${path}/blur`, { regions }, { 'if-match': String(version) })).status).toBe(200);
  await status(report.id, { status: 'resolved' });
  expect((await runIn(89)).unblurredPhotos).toBe(0);
  expect((await runIn(91)).unblurredPhotos).toBe(1);
  admin = await addStaff(context, 'admin');
  const [shown, original] = [await admin.ask('GET', `${path}.jpg`), await admin.ask('GET', `${path}.jpg?of=original`)];
  expect(original.bytes.equals(shown.bytes)).toBe(true);
});

test('an administrator sets the periods, within bounds', async () => {
  const { body } = await admin.ask('GET', '/api/staff/settings');
  const retention = { ...body.retention, contactDays: 5 };
  const seen = { 'if-match': String(body.version) };
  const set = await admin.ask('PATCH', '/api/staff/settings', { retention }, seen);
  expect(set.body.retention).toEqual(retention);
  const { id } = await send(context.app, { contact: CONTACT });
  await status(id, { status: 'resolved' });
  await runIn(6);
  expect(await contactOf(id)).toBe(0);
  for (const wrong of [{ addressDays: 8 }, { contactDays: 0 }, { unpublishedDays: 1 }, { forever: 1 }])
    expect(
      (
        await addStaff(context, 'admin').then((staff) =>
          staff.ask('PATCH', '/api/staff/settings', { retention: { ...retention, ...wrong } }, seen),
        )
      ).body.code,
    ).toBe('invalid_input');
});

test('what other periods would erase is said beforehand, and is what the next run erases', async () => {
  const set = async (more: object) => {
    const { version } = (await admin.ask('GET', '/api/staff/settings')).body;
    const retention = { ...RETENTION_DEFAULTS, ...more };
    return admin.ask('PATCH', '/api/staff/settings', { retention }, { 'if-match': String(version) });
  };
  const preview = (more: object) =>
    admin.ask('POST', '/api/staff/settings/retention/preview', { ...RETENTION_DEFAULTS, ...more });
  await set({});
  const [closed, open] = [await send(context.app, { contact: CONTACT }), await send(context.app, { contact: CONTACT })];
  await status(closed.id, { status: 'resolved' });
  await context.post(
    `/api/reports/${open.id}/flags`,
    { reason: 'spam', note: 'жалган' },
    { 'device-token': 'x'.repeat(20) },
  );
  await context.database.script(`
    update reports set resolved_at = now() - interval '40 days', reported_at = now() - interval '50 days' where id = '${closed.id}';
    update report_flags set created_at = now() - interval '40 days' where report_id = '${open.id}';
    update report_origins set created_at = now() - interval '3 days' where report_id = '${open.id}'`);
  const none = { contacts: 0, reports: 0, addresses: 0, refusedPhotos: 0, unblurredPhotos: 0, flagNotes: 0 };
  await runIn(0);
  expect((await preview({ contactDays: 60 })).body).toEqual(none);
  const shorter = { contactDays: 30, contactAtMostDays: 730, unpublishedDays: 35, addressDays: 2, flagNoteDays: 30 };
  const told = (await preview(shorter)).body;
  expect(told).toEqual({ ...none, contacts: 1, reports: 1, addresses: 1, flagNotes: 1 });
  // Asking changes nothing.
  expect(await contactOf(closed.id)).toBe(1);
  await set(shorter);
  expect(await runIn(0)).toMatchObject({ contacts: 1, reports: 1, addresses: 1, flagNotes: 1 });
  expect((await preview(shorter)).body).toEqual(none);
  expect((await preview({ contactDays: 0 })).body.code).toBe('invalid_input');
});
