import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory, sealEntries } from '../../server/audit/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto } from '../support/photos.ts';
import { IN_ALAI_1, IN_ALAI_2, list, point, send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

type Mine = { id: string; code: string; manageToken: string };
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const own = ({ id, manageToken }: Mine, method: Method, part = '', body?: object) =>
  context.ask(method, `/api/reports/${id}/own${part}`, body, { 'manage-token': manageToken });
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const act = async (id: string, method: 'PATCH' | 'POST', what: string, body: object = {}) =>
  moderator.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const history = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}/history`)).body.history;
const contactRows = (id: string) => query(context.database, 'select from report_contacts where report_id = $1', [id]);
const support = (id: string) =>
  context.ask('POST', `/api/reports/${id}/support`, undefined, { 'device-token': 'a-neighbour-of-mine-1' });

test('only the manage token opens what is one’s own: words and exact place before anybody has looked', async () => {
  const report = await send(context.app, { category: 'WATER_CUT', description: 'Суу жок', landmark: 'Көк дарбаза' });
  const other = await send(context.app);
  expect((await own(report, 'GET')).body).toMatchObject({
    description: 'Суу жок',
    landmark: 'Көк дарбаза',
    location: { type: 'Point', coordinates: IN_ALAI_1 },
    precision: 'coarse',
    waiting: true,
    hasContact: false,
    correctable: true,
  });
  expect((await own(report, 'GET')).headers['cache-control']).toBe('no-store');
  const thief = { ...report, manageToken: other.manageToken };
  for (const [method, part, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { description: 'x' }],
    ['DELETE', '', undefined],
    ['DELETE', '/contact', undefined],
    ['POST', '/reopening', undefined],
    ['DELETE', '/reopening', undefined],
  ] as const)
    expect((await own(thief, method, part, body)).body.code, `${method} ${part}`).toBe('manage_token_refused');
  expect((await own(report, 'GET')).body.description).toBe('Суу жок');
});

describe('correcting', () => {
  test('new words take the old ones away until a moderator has looked, and staff see both', async () => {
    const report = await send(context.app, { description: 'Чуңкур', landmark: 'Мектеп' });
    await act(report.id, 'PATCH', 'text', { description: 'Чуңкур', landmark: 'Мектеп' });
    expect(await publicly(report.id)).toMatchObject({ description: 'Чуңкур' });
    const answer = await own(report, 'PATCH', '', { description: ' Терең чуңкур ' });
    expect(answer.body).toMatchObject({ description: 'Терең чуңкур', landmark: 'Мектеп', waiting: true });
    expect(await publicly(report.id)).toMatchObject({ description: null, landmark: null });
    expect(await read(report.id)).toMatchObject({ description: 'Терең чуңкур', waiting: true });
    const [entry] = await history(report.id);
    expect(entry).toMatchObject({ event: 'corrected', actor: 'resident', by: null, isPublic: true });
    expect(entry.changes).toContainEqual({
      field: 'description',
      before: 'Чуңкур',
      after: 'Терең чуңкур',
      erased: false,
    });
    const { items } = (await moderator.ask('GET', '/api/staff/queue?limit=100')).body;
    expect(items.map((item: any) => item.report.id)).toContain(report.id);
    // Public history says that, and not what.
    expect(JSON.stringify(await publicly(report.id))).not.toContain('уңкур');
    // A moderator who saw the old words cannot publish the new ones unseen.
    const stale = await moderator.ask(
      'PATCH',
      `/api/staff/reports/${report.id}/text`,
      { description: 'Чуңкур' },
      { 'if-match': '2' },
    );
    expect(stale.body.code).toBe('version_conflict');
    await undoLast(moderator, report.id);
    expect(await publicly(report.id)).toMatchObject({ description: 'Чуңкур' });
  });

  test('the same words again are no correction', async () => {
    const report = await send(context.app, { description: 'Чуңкур' });
    await own(report, 'PATCH', '', { description: 'Чуңкур' });
    expect((await history(report.id)).map((each: any) => each.event)).toEqual(['created']);
  });

  test('the place moves and never gets finer, nor does a kind that would allow it make it so', async () => {
    const report = await send(context.app, { category: 'WATER_CUT' });
    const moved = await own(report, 'PATCH', '', { location: point(IN_ALAI_2) });
    expect(moved.body).toMatchObject({ location: { coordinates: IN_ALAI_2 }, precision: 'coarse' });
    expect(await publicly(report.id)).toMatchObject({ area: 'alai-2', precision: 'coarse' });
    const finer = await own(report, 'PATCH', '', { precision: 'exact' });
    expect([finer.status, finer.body.errors]).toEqual([400, [{ path: 'precision', code: 'out_of_range' }]]);
    await own(report, 'PATCH', '', { category: 'ROAD_POTHOLE' });
    expect(await publicly(report.id)).toMatchObject({ kind: 'ROAD_POTHOLE', precision: 'coarse' });
    expect((await own(report, 'PATCH', '', { precision: 'area' })).body.precision).toBe('area');
    for (const bad of [{}, { category: 'NOTHING' }, { status: 'resolved' }, { households: 3 }])
      expect((await own(report, 'PATCH', '', bad)).status).toBe(400);
  });

  test('what is closed, and what is counted with another report, stays as it is', async () => {
    const [report, kept] = [await send(context.app), await send(context.app)];
    await act(report.id, 'POST', 'resolve');
    expect((await own(report, 'PATCH', '', { description: 'x' })).body.code).toBe('report_closed');
    const merged = await send(context.app);
    await moderator.ask('POST', '/api/staff/merges', {
      keep: { id: kept.id, version: 1 },
      reports: [{ id: merged.id, version: 1 }],
    });
    expect((await own(merged, 'PATCH', '', { description: 'x' })).body.code).toBe('merged_already');
  });
});

describe('withdrawing', () => {
  test('takes a report that nobody else counts on away, with words, photos, name and phone; sent again it is done', async () => {
    const contact = { name: 'Айгүл', phone: '+996555000111', consent: true };
    const report = await send(context.app, { description: 'Менин үйүм', contact });
    const photo = await sendPhoto(context.app, report, await phonePhoto(200, 150));
    await act(report.id, 'PATCH', 'text', { description: 'Менин үйүм' });
    await act(report.id, 'PATCH', `photos/${photo.id}`, { state: 'published' });
    expect((await own(report, 'DELETE')).status).toBe(204);
    expect((await own(report, 'DELETE')).status).toBe(204);
    expect((await context.get(`/api/reports/${report.id}`)).status).toBe(404);
    expect((await context.get(`/api/track/${report.code}`)).status).toBe(404);
    expect((await context.get(`/api/photos/${photo.id}.jpg`)).status).toBe(404);
    expect((await list(context.app)).map(({ id }) => id)).not.toContain(report.id);
    expect(await contactRows(report.id)).toHaveLength(0);
    expect(await read(report.id)).toMatchObject({
      hidden: { reason: 'withdrawn' },
      description: null,
      photos: [{ state: 'refused' }],
    });
    expect((await history(report.id)).slice(0, 2)).toMatchObject([
      { event: 'contact_erased', actor: 'resident', isPublic: false },
      { event: 'withdrawn', actor: 'resident', isPublic: false },
    ]);
    // Nobody shows again what is whose it is.
    expect((await act(report.id, 'PATCH', 'visibility', { hidden: false })).body.code).toBe('report_withdrawn');
    expect((await undoLast(moderator, report.id)).body.code).toBe('undo_impossible');
    expect((await own(report, 'GET')).status).toBe(404);
    expect((await own({ ...report, manageToken: 'x' }, 'DELETE')).status).toBe(404);
  });

  test('leaves the point to the neighbours who count on it, no finer than its cell', async () => {
    const report = await send(context.app, {
      category: 'ROAD_POTHOLE',
      description: 'Үйүмдүн алдында',
      landmark: 'Көк дарбаза',
    });
    await act(report.id, 'PATCH', 'text', { description: 'Үйүмдүн алдында', landmark: 'Көк дарбаза' });
    await support(report.id);
    expect(await publicly(report.id)).toMatchObject({ precision: 'exact', landmark: 'Көк дарбаза' });
    expect((await own(report, 'DELETE')).status).toBe(204);
    expect((await own(report, 'DELETE')).status).toBe(204);
    const shown = (await context.get(`/api/reports/${report.id}`)).body;
    expect(shown.properties).toMatchObject({ precision: 'coarse', description: null, landmark: null, supports: 1 });
    expect(shown.geometry.coordinates).not.toEqual(IN_ALAI_1);
    expect(shown.properties.history.map((each: any) => each.event)).toEqual(['withdrawn', 'moderated', 'created']);
    expect((await undoLast(moderator, report.id)).body.code).toBe('undo_impossible');
  });

  test('of a merged report takes its own words and photos from the kept one, and leaves the others', async () => {
    const [kept, merged] = [
      await send(context.app, { description: 'Калат' }),
      await send(context.app, { description: 'Кетет' }),
    ];
    const [keptPhoto, mergedPhoto] = [
      await sendPhoto(context.app, kept, await phonePhoto(200, 150)),
      await sendPhoto(context.app, merged, await phonePhoto(220, 150)),
    ];
    for (const [id, photo] of [
      [kept.id, keptPhoto.id],
      [merged.id, mergedPhoto.id],
    ] as const)
      await act(id, 'PATCH', `photos/${photo}`, { state: 'published' });
    const versions = await Promise.all(
      [kept, merged].map(async ({ id }) => ({ id, version: (await read(id)).version })),
    );
    await moderator.ask('POST', '/api/staff/merges', { keep: versions[0], reports: [versions[1]] });
    expect((await publicly(kept.id)).photos).toHaveLength(2);
    expect((await own(merged, 'DELETE')).status).toBe(204);
    expect((await publicly(kept.id)).photos.map((photo: any) => photo.id)).toEqual([keptPhoto.id]);
    expect(await publicly(kept.id)).toMatchObject({ supports: 1, precision: 'exact' });
    expect((await read(merged.id)).description).toBeNull();
  });
});

test('name and phone are erased for good, as often as it is asked, and the history says so to staff only', async () => {
  const report = await send(context.app, { contact: { phone: '+996555000222', consent: true } });
  expect((await own(report, 'GET')).body.hasContact).toBe(true);
  expect((await own(report, 'DELETE', '/contact')).status).toBe(204);
  expect((await own(report, 'DELETE', '/contact')).status).toBe(204);
  expect((await own(report, 'GET')).body.hasContact).toBe(false);
  expect(await contactRows(report.id)).toHaveLength(0);
  expect((await history(report.id)).map((each: any) => each.event)).toEqual(['contact_erased', 'created']);
  expect((await publicly(report.id)).history).toHaveLength(1);
});

describe('"it is not fixed" of who sent the report', () => {
  test('opens it again, for staff to look at, and is taken back as long as nothing else was done', async () => {
    const report = await send(context.app);
    await act(report.id, 'POST', 'resolve');
    const resolvedAt = (await read(report.id)).resolvedAt;
    expect((await own(report, 'POST', '/reopening')).status).toBe(204);
    expect((await own(report, 'POST', '/reopening')).status).toBe(204);
    const { status, history: said } = await publicly(report.id);
    expect([status, said.map((each: any) => [each.actor, each.event])]).toEqual([
      'in_progress',
      [
        ['resident', 'reopened'],
        ['staff', 'status'],
        ['resident', 'created'],
      ],
    ]);
    const doubted = async () =>
      (await moderator.ask('GET', '/api/staff/reports?doubted=true')).body.reports.map((each: any) => each.id);
    expect(await doubted()).toContain(report.id);
    expect((await own(report, 'DELETE', '/reopening')).status).toBe(204);
    expect(await read(report.id)).toMatchObject({ status: 'resolved', resolvedAt });
    expect(await doubted()).not.toContain(report.id);
    expect((await own(report, 'DELETE', '/reopening')).body.code).toBe('undo_impossible');

    await own(report, 'POST', '/reopening');
    await act(report.id, 'POST', 'verdicts/seen');
    expect(await doubted()).not.toContain(report.id);
    expect((await own(report, 'DELETE', '/reopening')).body.code).toBe('undo_impossible');
  });

  test('needs something resolved, and cannot take back what staff did', async () => {
    const report = await send(context.app);
    await act(report.id, 'PATCH', 'status', { status: 'rejected', note: 'Биздики эмес' });
    expect((await own(report, 'POST', '/reopening')).body.code).toBe('not_resolved');
    expect((await own(report, 'DELETE', '/reopening')).body.code).toBe('undo_impossible');
    expect(await publicly(report.id)).toMatchObject({ status: 'rejected' });
  });
});

test('a phone asks at once how all its reports stand: moved, answered, asked, hidden; a foreign one is left out', async () => {
  const [first, second, hidden] = [
    await send(context.app),
    await send(context.app, { category: 'LIGHT_NONE' }),
    await send(context.app),
  ];
  await act(first.id, 'POST', 'questions', { text: 'Кайсы көчөдө?' });
  await act(second.id, 'PATCH', 'status', { status: 'verified' });
  await moderator.ask('POST', '/api/staff/replies', { text: 'Жооп', reports: [{ id: second.id, version: 2 }] });
  await act(hidden.id, 'PATCH', 'visibility', { hidden: true, reason: 'spam' });
  const ask = (reports: object[]) => context.post('/api/own-reports', { reports });
  const mine = ({ id, manageToken }: Mine) => ({ id, manageToken });
  const { body } = await ask([
    mine(second),
    mine(first),
    mine(hidden),
    { id: first.id, manageToken: second.manageToken },
    { id: 'x', manageToken: 'y' },
  ]);
  expect(body.reports).toMatchObject([
    {
      id: second.id,
      code: second.code,
      status: 'verified',
      kind: 'LIGHT_NONE',
      questions: 0,
      replies: 1,
      visibility: 'published',
    },
    { id: first.id, status: 'new', questions: 1, replies: 0, visibility: 'published' },
    { id: hidden.id, visibility: 'hidden' },
  ]);
  expect((await ask([{ id: first.id, manageToken: second.manageToken }])).body.reports).toEqual([]);
  expect((await ask(Array.from({ length: 51 }, () => mine(first)))).status).toBe(400);
});

test('times of a report that is not exact are the day here too', async () => {
  const report = await send(context.app, { category: 'WATER_CUT' });
  const { body } = await context.post('/api/own-reports', {
    reports: [{ id: report.id, manageToken: report.manageToken }],
  });
  expect(body.reports[0].reportedAt).toMatch(/T18:00:00(\.0+)?Z$/);
});

test('the chain over the history holds after all of it', async () => {
  while ((await sealEntries(context.database)) > 0);
  expect((await verifyHistory(context.database)).faults).toEqual([]);
});
