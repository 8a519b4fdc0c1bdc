import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto } from '../support/photos.ts';
import { IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const queue = async (staff: Staff, query = '') => (await staff.ask('GET', `/api/staff/queue${query}`)).body;
const ids = async (staff: Staff) => (await queue(staff)).items.map((item: any) => item.report.id);
const claim = (staff: Staff, id: string, method: 'PUT' | 'DELETE' = 'PUT') =>
  staff.ask(method, `/api/staff/reports/${id}/claim`);

test('the queue holds what has text nobody has looked at: urgent, then marked, then oldest first', async () => {
  const plain = await send(context.app, { description: 'Жол бузулган' });
  const later = await send(context.app, { description: 'Көпүрө бузулган' });
  const marked = await send(context.app, { description: 'Асан уулу Бакыт 0555 12 34 56' });
  const urgent = await send(context.app, { category: 'HAZARD', landmark: 'жар жээги' });
  await send(context.app);
  const { waiting, items } = await queue(moderator);
  expect(waiting).toBe(4);
  expect(items.map((item: any) => item.report.id)).toEqual([urgent.id, marked.id, plain.id, later.id]);
  expect(items[1].marks.description.map((part: any) => part.mark)).toEqual(['name', 'phone']);
  expect((await queue(moderator, '?limit=1')).items).toHaveLength(1);
  expect((await moderator.ask('GET', '/api/staff/queue?limit=101')).status).toBe(400);
});

test('who takes a report has it for himself until he gives it back or ten minutes have passed', async () => {
  const other = await addStaff(context, 'moderator');
  const [first] = await ids(moderator);
  expect((await claim(moderator, first)).body).toMatchObject({ claimed: true });
  expect((await claim(moderator, first)).body).toMatchObject({ claimed: true });
  expect((await claim(other, first)).body).toMatchObject({ claimed: false, by: expect.stringMatching(/^Ат/) });
  const seen = (await queue(other)).items;
  expect(seen.at(-1)).toMatchObject({ report: { id: first }, claimedBy: expect.any(String) });
  // Nobody gives back what another has.
  await claim(other, first, 'DELETE');
  expect((await claim(other, first)).body.claimed).toBe(false);
  await context.database.script("update report_claims set expires_at = now() - interval '1 second'");
  expect((await claim(other, first)).body.claimed).toBe(true);
  expect((await claim(other, first, 'DELETE')).status).toBe(204);
  const answers = await Promise.all([claim(moderator, first), claim(other, first)]);
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(answers.filter((answer) => answer.body.claimed)).toHaveLength(1);
});

test('what was approved or hidden leaves the queue, and what was taken back returns', async () => {
  const [, marked] = (await queue(moderator)).items.map((item: any) => item.report);
  const path = `/api/staff/reports/${marked.id}`;
  await moderator.ask('PATCH', `${path}/text`, { description: null }, { 'if-match': '1' });
  expect(await ids(moderator)).not.toContain(marked.id);
  const [{ entry }] = (await moderator.ask('GET', `${path}/history`)).body.history;
  await moderator.ask('POST', `${path}/undo`, { entry }, { 'if-match': '2' });
  expect(await ids(moderator)).toContain(marked.id);
});

test('a report without words waits as well while a photo of it does', async () => {
  const report = await send(context.app);
  const before = await queue(moderator, '?limit=100');
  const photo = await sendPhoto(context.app, report, await phonePhoto(200, 150));
  const after = await queue(moderator, '?limit=100');
  expect(after.waiting).toBe(before.waiting + 1);
  expect(after.items.find((item: any) => item.report.id === report.id).report.photos).toMatchObject([
    { id: photo.id, state: 'pending' },
  ]);
  await moderator.ask(
    'PATCH',
    `/api/staff/reports/${report.id}/photos/${photo.id}`,
    { state: 'refused', reason: 'unreadable' },
    { 'if-match': '1' },
  );
  expect(await ids(moderator)).not.toContain(report.id);
});

test('a moderator of one settlement sees, counts and takes nothing of the other', async () => {
  const limited = await addStaff(context, 'moderator', ['alai-1']);
  const elsewhere = await send(context.app, { location: point(IN_ALAI_2), description: 'Суу жок' });
  const [mine, all] = [await queue(limited), await queue(moderator)];
  expect(all.waiting - mine.waiting).toBe(1);
  expect(JSON.stringify(mine)).not.toContain(elsewhere.id);
  expect((await claim(limited, elsewhere.id)).body.code).toBe('report_not_found');
});

test('the number on the menu is that of the queue, and there is none for who has no right to it', async () => {
  const limited = await addStaff(context, 'moderator', ['alai-1']);
  const official = await addStaff(context, 'official');
  const counted = async (staff: Staff) => (await staff.ask('GET', '/api/staff/counts')).body.queue;
  await send(context.app, { location: point(IN_ALAI_2), description: 'Суу жок' });
  expect(await counted(moderator)).toBe((await queue(moderator)).waiting);
  expect(await counted(limited)).toBe((await queue(limited)).waiting);
  expect(await counted(limited)).toBeLessThan(await counted(moderator));
  expect(await counted(official)).toBeNull();
});
