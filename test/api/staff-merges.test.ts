import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory, sealEntries } from '../../server/audit/store.ts';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { clearDemo } from '../../server/demo/store.ts';
import { testApp, query, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto, sendPhotoAs } from '../support/photos.ts';
import { IN_ALAI_1, IN_ALAI_2, list, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
let picture: Buffer;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
  picture = await phonePhoto(200, 150);
});
afterAll(() => context.close());

const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const seen = async (id: string) => ({ id, version: (await read(id)).version });
const merge = async (keep: string, ids: string[], staff = moderator) =>
  staff.ask('POST', '/api/staff/merges', { keep: await seen(keep), reports: await Promise.all(ids.map(seen)) });
const undo = (operation: number) => moderator.ask('POST', `/api/staff/operations/${operation}/undo`, {});
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const support = async (id: string, device: string, method: 'POST' | 'DELETE' = 'POST') =>
  (await context.ask(method, `/api/reports/${id}/support`, undefined, { 'device-token': device.padEnd(20, '-') })).body;
const figures = async (category: string) =>
  JSON.stringify((await context.get(`/api/statistics?by=category&category=${category}`)).body);
/** Everything of reports, supporters and photos but versions and times of change. */
const everything = async (ids: string[]) =>
  JSON.stringify(
    await query(
      context.database,
      `select r.id, r.status, r.supports, r.households, r.households_merged, r.merged_into, r.resolved_at, r.published_description, st_astext(r.location),
        (select json_agg(json_build_array(s.device_hmac, s.created_at) order by s.device_hmac) from report_supports s where s.report_id = r.id) as s,
        (select json_agg(json_build_array(p.id, p.position, p.state, p.home_id) order by p.id) from report_photos p where p.report_id = r.id) as p
       from reports r where r.id = any ($1) order by r.id`,
      [ids],
    ),
  );

describe('merged reports', () => {
  let keep: ReportCreated;
  let one: ReportCreated;
  let two: ReportCreated;
  let before: string;
  let operation: number;
  const ids = () => [keep.id, one.id, two.id];
  beforeAll(async () => {
    keep = await send(context.app, { category: 'ROAD_MUD', households: 3 });
    one = await send(context.app, { category: 'ROAD_MUD', households: 5 });
    two = await send(context.app, { category: 'ROAD_MUD' });
    await support(keep.id, 'a');
    for (const device of ['b', 'c']) await support(one.id, device);
    const photo = await sendPhoto(context.app, one, picture);
    await sendPhoto(context.app, keep, picture);
    const { version } = await read(one.id);
    await moderator.ask(
      'PATCH',
      `/api/staff/reports/${one.id}/photos/${photo.id}`,
      { state: 'published' },
      { 'if-match': String(version) },
    );
    before = await everything(ids());
    operation = (await merge(keep.id, [one.id, two.id])).body.operation;
  });

  test('keep every voice: supporters, those who reported, households and photos', async () => {
    expect(await publicly(keep.id)).toMatchObject({ supports: 1 + 2 + 2, households: 8, photos: [{ proof: false }] });
    expect((await read(keep.id)).photos.map((each: any) => each.sentFor).sort()).toEqual([keep.id, one.id].sort());
    expect(await read(keep.id)).toMatchObject({ merged: expect.arrayContaining([one.id, two.id]) });
    expect(await read(one.id)).toMatchObject({ mergedInto: keep.id, status: 'duplicate' });
  });

  test('are one report for everybody: list, index, code and address', async () => {
    const listed = await list(
      context.app,
      'category=ROAD_MUD&status=new,verified,in_progress,resolved,rejected,duplicate',
    );
    expect(listed.map(({ id }) => id)).toEqual([keep.id]);
    expect(await figures('ROAD_MUD')).toContain('"count":1,');
    for (const { code, id } of [keep, one, two]) {
      expect((await context.get(`/api/track/${code}`)).body).toMatchObject({ id: keep.id, code: keep.code });
      expect((await publicly(id)).id).toBe(keep.id);
    }
    expect((await publicly(one.id)).history[0]).toMatchObject({ event: 'merged' });
  });

  test('are supported once by each device, whichever of them it says', async () => {
    expect(await support(one.id, 'b')).toMatchObject({ supports: 5 });
    expect(await support(keep.id, 'b')).toMatchObject({ supports: 5 });
    expect(await support(two.id, 'd')).toMatchObject({ supports: 6 });
    expect(await support(keep.id, 'd', 'DELETE')).toMatchObject({ supports: 5 });
    expect(await support(keep.id, 'b', 'DELETE')).toMatchObject({ supports: 4 });
    expect(await support(one.id, 'b')).toMatchObject({ supports: 5 });
    await support(keep.id, 'b', 'DELETE');
    await query(
      context.database,
      "insert into report_supports (report_id, device_hmac) select $1, decode(repeat('00', 32), 'hex')",
      [one.id],
    );
    expect((await publicly(keep.id)).supports).toBe(5);
    await query(
      context.database,
      "delete from report_supports where report_id = $1 and device_hmac = decode(repeat('00', 32), 'hex')",
      [one.id],
    );
    // Put back what this test took away: the same device on the same report.
    expect((await publicly(keep.id)).supports).toBe(4);
  });

  test('take photos of whoever sent one of them', async () => {
    const sent = await sendPhotoAs(context.app, two.id, picture, { token: two.manageToken, key: randomUUID() });
    expect(sent.status).toBe(201);
    const { photos } = await read(keep.id);
    expect(photos).toHaveLength(3);
    await query(context.database, 'delete from report_photos where id = $1', [sent.body.id]);
  });

  test('can be separated exactly, after other work too', async () => {
    const { version } = await read(keep.id);
    await moderator.ask(
      'PATCH',
      `/api/staff/reports/${keep.id}/status`,
      { status: 'in_progress' },
      { 'if-match': String(version) },
    );
    expect((await undo(operation)).body.changed).toBe(3);
    const { version: later } = await read(keep.id);
    await moderator.ask(
      'PATCH',
      `/api/staff/reports/${keep.id}/status`,
      { status: 'new' },
      { 'if-match': String(later) },
    );
    await support(one.id, 'b');
    const comparable = (text: string) => text.replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '""');
    expect(comparable(await everything(ids()))).toBe(comparable(before));
    expect(await figures('ROAD_MUD')).toContain('"count":3,');
    for (const { code, id } of [keep, one, two]) expect((await context.get(`/api/track/${code}`)).body.id).toBe(id);
    while ((await sealEntries(context.database)) > 0);
    expect((await verifyHistory(context.database)).faults).toEqual([]);
  });
});

test('a report that others were merged into can be merged on, and each step separated', async () => {
  const [a, b, c] = await Promise.all(
    [1, 2, 3].map((households) => send(context.app, { category: 'WASTE', households })),
  );
  for (const { id } of [a!, b!, c!]) await support(id, `device-${id.slice(0, 4)}`);
  await sendPhoto(context.app, c!, picture);
  const before = await everything([a!.id, b!.id, c!.id]);
  const first = await merge(b!.id, [c!.id]);
  const second = await merge(a!.id, [b!.id]);
  expect(await publicly(c!.id)).toMatchObject({ id: a!.id, supports: 3 + 2, households: 6 });
  expect((await read(a!.id)).photos).toHaveLength(1);
  expect((await context.get(`/api/track/${c!.code}`)).body.id).toBe(a!.id);
  // The lower step first: nobody must undo in order.
  expect((await undo(first.body.operation)).status).toBe(200);
  expect(await publicly(a!.id)).toMatchObject({ supports: 2 + 1, households: 3 });
  expect((await read(c!.id)).photos).toHaveLength(1);
  expect((await undo(second.body.operation)).status).toBe(200);
  expect(await everything([a!.id, b!.id, c!.id])).toBe(before);
});

test('the kept report is published as coarsely as its coarsest member, and stays so', async () => {
  const exact = await send(context.app, { category: 'ROAD_POTHOLE' });
  const coarse = await send(context.app, { category: 'ROAD_POTHOLE', precision: 'coarse' });
  const { body } = await merge(exact.id, [coarse.id]);
  expect(await publicly(exact.id)).toMatchObject({
    precision: 'coarse',
    reportedAt: expect.stringMatching(/T18:00:00Z$/),
  });
  await undo(body.operation);
  expect(await publicly(exact.id)).toMatchObject({ precision: 'coarse' });
});

test('what cannot be merged is refused, and nothing happens', async () => {
  const [one, two, three] = await Promise.all([0, 1, 2].map(async () => (await send(context.app)).id));
  const elsewhere = (await send(context.app, { location: point(IN_ALAI_2) })).id;
  const limited = await addStaff(context, 'moderator', ['alai-1']);
  expect((await merge(one!, [one!])).body.code).toBe('invalid_input');
  expect((await merge(one!, [elsewhere], limited)).body.code).toBe('report_not_found');
  expect((await merge(elsewhere, [one!], limited)).body.code).toBe('report_not_found');
  await merge(one!, [two!]);
  expect((await merge(three!, [two!])).body.code).toBe('merged_already');
  expect((await merge(two!, [three!])).body.code).toBe('merged_already');
  const { version } = await read(two!);
  const status = await moderator.ask(
    'PATCH',
    `/api/staff/reports/${two}/status`,
    { status: 'new' },
    { 'if-match': String(version) },
  );
  expect(status.body.code).toBe('merged_already');
  await query(context.database, 'update reports set demo = true where id = $1', [three]);
  expect((await merge(one!, [three!])).body.code).toBe('invalid_input');
  await query(context.database, 'update reports set demo = false where id = $1', [three]);
  const stale = await moderator.ask('POST', '/api/staff/merges', {
    keep: { id: one, version: 1 },
    reports: [await seen(three!)],
  });
  expect(stale.body.code).toBe('version_conflict');
  expect((await read(three!)).mergedInto).toBeNull();
});

test('invented reports go with the demonstration, merged or not', async () => {
  const [one, two] = [await send(context.app, { category: 'HEALTH' }), await send(context.app, { category: 'HEALTH' })];
  await query(context.database, 'update reports set demo = true where id = any ($1)', [[one.id, two.id]]);
  await sendPhoto(context.app, two, picture);
  for (const { id } of [one, two]) await support(id, 'z');
  expect((await merge(one.id, [two.id])).body.changed).toBe(2);
  await clearDemo(context.database);
  expect(await query(context.database, 'select id from reports where demo')).toEqual([]);
});

test('likely duplicates are suggested by place, time, kind and words, within one’s areas', async () => {
  const near = (metres: number): [number, number] => [IN_ALAI_1[0], IN_ALAI_1[1] + metres / 111_000];
  const bridge = { category: 'SAFETY', description: 'Мектептин жанында көчө жарык жок' };
  const { id } = await send(context.app, { ...bridge, location: point(near(0)) });
  const same = await send(context.app, {
    ...bridge,
    location: point(near(20)),
    description: 'мектеп жанындагы көчөдө жарык жок',
  });
  const farther = await send(context.app, { ...bridge, location: point(near(120)), description: 'Ит көп' });
  await send(context.app, { ...bridge, location: point(near(400)) });
  await send(context.app, { category: 'WATER', location: point(near(5)) });
  const ask = async (staff: Staff) => (await staff.ask('GET', `/api/staff/reports/${id}/duplicates`)).body;
  const { duplicates } = await ask(moderator);
  expect(duplicates.map((each: any) => each.report.id)).toEqual([same.id, farther.id]);
  expect(duplicates[0].reasons).toEqual(expect.arrayContaining(['place', 'time', 'words']));
  expect(duplicates[0].metres).toBeCloseTo(20, 0);
  expect(duplicates[1].reasons).not.toContain('words');
  expect((await ask(await addStaff(context, 'moderator', ['alai-2']))).code).toBe('report_not_found');
});

test('a report with the households of many others is still on the map', async () => {
  const category = 'LIGHT';
  const reports = [];
  for (let i = 0; i < 3; i++) reports.push(await send(context.app, { category, households: 200 }));
  const [keep, ...others] = reports.map(({ id }) => id);
  expect((await merge(keep!, others)).status).toBe(200);
  const { groups } = (await context.get(`/api/statistics?by=category&category=${category}`)).body;
  expect(groups).toMatchObject([{ count: 1, households: 600 }]);
});
