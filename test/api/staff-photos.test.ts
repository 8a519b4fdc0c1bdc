import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanPhotos } from '../../server/photos/clean-up/clean-up.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { filesOf, form, phonePhoto, sendPhoto } from '../support/photos.ts';
import { IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
let picture: Buffer;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
  picture = await phonePhoto(400, 300);
});
afterAll(() => context.close());

const version = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body.version;
const act = async (id: string, method: 'PATCH' | 'PUT' | 'POST', what: string, body: object, staff = moderator) =>
  staff.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String(await version(id)) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
/** Mean difference of neighbouring pixels in the left upper quarter: what can still be told apart there. */
async function detail(bytes: Buffer): Promise<number> {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  let sum = 0;
  let count = 0;
  for (let y = 4; y < info.height / 2 - 4; y++)
    for (let x = 4; x < info.width / 2 - 4; x++, count++)
      sum += Math.abs(data[(y * info.width + x) * info.channels]! - data[(y * info.width + x + 1) * info.channels]!);
  return sum / count;
}
const QUARTER = { x: 0, y: 0, width: 0.5, height: 0.5 };

test('a photo waits until somebody has looked, appears with a line of history, and can be taken back', async () => {
  const report = await send(context.app);
  const photo = await sendPhoto(context.app, report, picture);
  const waiting = await moderator.ask('GET', '/api/staff/reports?pendingPhotos=true');
  expect(waiting.body.reports.map((each: any) => each.id)).toContain(report.id);
  expect(waiting.body.reports[0].photos).toEqual([
    {
      id: photo.id,
      state: 'pending',
      role: 'report',
      reason: null,
      width: photo.width,
      height: photo.height,
      blur: [],
      sentFor: report.id,
      fixed: null,
    },
  ]);
  const seen = await moderator.ask('GET', `/api/staff/reports/${report.id}/photos/${photo.id}.jpg`);
  expect([seen.status, seen.headers['content-type'], seen.headers['cache-control']]).toEqual([
    200,
    'image/jpeg',
    'no-store',
  ]);
  expect((await moderator.ask('GET', `/api/staff/reports/${report.id}/photos/${photo.id}/thumbnail.jpg`)).status).toBe(
    200,
  );

  expect((await act(report.id, 'PATCH', `photos/${photo.id}`, { state: 'published' })).body.photos[0].state).toBe(
    'published',
  );
  expect(await publicly(report.id)).toMatchObject({
    photos: [{ id: photo.id, proof: false }],
    history: [{ event: 'photo' }, { event: 'created' }],
  });
  expect((await undoLast(moderator, report.id)).body.photos[0].state).toBe('pending');
  expect(await publicly(report.id)).toMatchObject({ photos: [] });
  await act(report.id, 'PATCH', `photos/${photo.id}`, { state: 'refused', reason: 'unreadable' });
  expect((await context.get(`/api/photos/${photo.id}.jpg`)).status).toBe(404);
  expect((await undoLast(moderator, report.id)).body.photos[0].state).toBe('pending');
});

test('a photo is refused with a reason, which staff alone read, and which goes when it is shown after all', async () => {
  const report = await send(context.app);
  const photo = await sendPhoto(context.app, report, picture);
  const decide = (body: object) => act(report.id, 'PATCH', `photos/${photo.id}`, body);
  const now = async () => (await moderator.ask('GET', `/api/staff/reports/${report.id}`)).body.photos[0];
  expect((await decide({ state: 'refused' })).body).toMatchObject({
    code: 'reason_required',
    errors: [{ path: 'reason', code: 'reason_required' }],
  });
  expect((await decide({ state: 'refused', reason: 'ugly' })).body.code).toBe('invalid_input');
  expect(await now()).toMatchObject({ state: 'pending', reason: null });
  expect((await decide({ state: 'refused', reason: 'personal_data' })).body.photos[0]).toMatchObject({
    state: 'refused',
    reason: 'personal_data',
  });
  expect((await context.get(`/api/reports/${report.id}`)).text).not.toContain('personal_data');
  await act(report.id, 'PUT', `photos/${photo.id}/blur`, { regions: [QUARTER] });
  expect(await now()).toMatchObject({ state: 'refused', reason: 'personal_data', blur: [QUARTER] });
  await undoLast(moderator, report.id);
  expect((await decide({ state: 'refused', reason: 'abuse' })).body.photos[0].reason).toBe('abuse');
  expect((await undoLast(moderator, report.id)).body.photos[0].reason).toBe('personal_data');
  expect((await decide({ state: 'published', reason: 'abuse' })).body.photos[0]).toMatchObject({
    state: 'published',
    reason: null,
  });
  expect((await undoLast(moderator, report.id)).body.photos[0]).toMatchObject({
    state: 'refused',
    reason: 'personal_data',
  });
});

test('what is blurred cannot be read in public, the original stays for staff, and all of it can be taken back', async () => {
  const report = await send(context.app);
  const photo = await sendPhoto(context.app, report, picture);
  await act(report.id, 'PATCH', `photos/${photo.id}`, { state: 'published' });
  const before = (await context.get(`/api/photos/${photo.id}.jpg`)).bytes;
  expect((await act(report.id, 'PUT', `photos/${photo.id}/blur`, { regions: [QUARTER] })).body.photos[0].blur).toEqual([
    QUARTER,
  ]);
  const shown = await context.get(`/api/photos/${photo.id}.jpg`);
  const small = await context.get(`/api/photos/${photo.id}/thumbnail.jpg`);
  expect(await detail(shown.bytes)).toBeLessThan((await detail(before)) / 5);
  expect(await detail(small.bytes)).toBeLessThan((await detail(before)) / 2);
  expect(await sharp(shown.bytes).metadata()).toMatchObject({ width: photo.width, height: photo.height });
  const path = `/api/staff/reports/${report.id}/photos/${photo.id}.jpg`;
  expect((await moderator.ask('GET', `${path}?of=original`)).bytes.equals(before)).toBe(true);
  expect((await moderator.ask('GET', path)).bytes.equals(shown.bytes)).toBe(true);
  // A second blurring is made of the original, not of the first.
  await act(report.id, 'PUT', `photos/${photo.id}/blur`, { regions: [{ x: 0.5, y: 0.5, width: 0.2, height: 0.2 }] });
  expect(await detail((await context.get(`/api/photos/${photo.id}.jpg`)).bytes)).toBeGreaterThan(
    (await detail(before)) / 2,
  );
  expect((await undoLast(moderator, report.id)).body.photos[0].blur).toEqual([QUARTER]);
  expect((await context.get(`/api/photos/${photo.id}.jpg`)).bytes.equals(shown.bytes)).toBe(true);
  await cleanPhotos(context.app);
  expect((await undoLast(moderator, report.id)).body.photos[0].blur).toEqual([]);
  expect((await context.get(`/api/photos/${photo.id}.jpg`)).bytes.equals(before)).toBe(true);
  // History says nothing of where files lie.
  const history = await moderator.ask('GET', `/api/staff/reports/${report.id}/history`);
  expect(history.text).not.toMatch(/[0-9a-f]{32}/);
});

test('when a photo goes, every picture made of it goes', async () => {
  const report = await send(context.app);
  const files = filesOf(context).length;
  const photo = await sendPhoto(context.app, report, picture);
  await act(report.id, 'PUT', `photos/${photo.id}/blur`, { regions: [QUARTER] });
  expect(filesOf(context).length - files).toBe(4);
  await context.database.script(`delete from report_photos where id = '${photo.id}'`);
  await cleanPhotos(context.app);
  expect(filesOf(context).length).toBe(files);
});

test('regions outside the photo, versions nobody saw and photos of other reports are refused', async () => {
  const report = await send(context.app);
  const other = await send(context.app);
  const photo = await sendPhoto(context.app, report, picture);
  const put = (id: string, photoId: string, regions: object[], headers: Record<string, string> = { 'if-match': '1' }) =>
    moderator.ask('PUT', `/api/staff/reports/${id}/photos/${photoId}/blur`, { regions }, headers);
  expect((await put(report.id, photo.id, [{ ...QUARTER, x: 1.2 }])).body.code).toBe('invalid_input');
  expect((await put(report.id, photo.id, Array(21).fill(QUARTER))).body.code).toBe('invalid_input');
  expect((await put(report.id, photo.id, [QUARTER], {})).body.code).toBe('version_required');
  expect((await put(report.id, photo.id, [QUARTER], { 'if-match': '9' })).body.code).toBe('version_conflict');
  expect((await put(other.id, photo.id, [QUARTER])).body.code).toBe('photo_not_found');
  expect((await put(report.id, 'x', [QUARTER])).body.code).toBe('photo_not_found');
  // As small as nothing and up to the edge is still a region.
  expect((await put(report.id, photo.id, [{ x: 1, y: 1, width: 0, height: 0 }])).status).toBe(200);
});

test('staff send a photo of the problem solved; it waits and takes no place of the residents’ photos', async () => {
  const report = await send(context.app);
  const elsewhere = await send(context.app, { location: point(IN_ALAI_2) });
  const official = await addStaff(context, 'official', ['alai-1']);
  const { payload, contentType } = await form(picture);
  const proof = (id: string) =>
    context.app.inject({
      method: 'POST',
      url: `/api/staff/reports/${id}/photos`,
      payload,
      headers: { ...official.headers, 'content-type': contentType },
    });
  const sent = await proof(report.id);
  expect([sent.statusCode, sent.json().state]).toEqual([201, 'pending']);
  expect((await proof(elsewhere.id)).json().code).toBe('report_not_found');
  for (let i = 0; i < 4; i++) await sendPhoto(context.app, report, picture);
  expect(await publicly(report.id)).toMatchObject({ photos: [] });
});
