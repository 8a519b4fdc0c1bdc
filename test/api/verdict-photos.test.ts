import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERDICT_PHOTO_BYTES_MAX, VERDICT_PHOTOS_MAX } from '../../server/contract/photos.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { EXIF_OWNER, phonePhoto, sendPhoto, sendPhotoAs } from '../support/photos.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
let photo: Buffer;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
  photo = await phonePhoto(640, 480);
});
afterAll(() => context.close());

const device = (name: string) => name.padEnd(20, '.');
const say = (id: string, fixed: boolean, who: string) =>
  context.ask('PUT', `/api/reports/${id}/verdict`, { fixed }, { 'device-token': device(who) });
const takeBack = (id: string, who: string) =>
  context.ask('DELETE', `/api/reports/${id}/verdict`, undefined, { 'device-token': device(who) });
const sendAs = (id: string, who: string, key?: string, bytes = photo) =>
  sendPhotoAs(context.app, id, bytes, { device: device(who), key });
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const act = async (method: 'POST' | 'PATCH', id: string, what: string, body: object = {}) =>
  moderator.ask(method, `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const statusOf = async (photoId: string) => (await context.get(`/api/photos/${photoId}.jpg`)).status;

async function resolved() {
  const report = await send(context.app);
  await act('POST', report.id, 'resolve');
  return report;
}

describe('a photo with what a neighbour says of a resolution', () => {
  test('nobody sees it before somebody has looked; staff see what was said with it, and it is made anew', async () => {
    const { id } = await resolved();
    await say(id, false, 'one');
    const sent = await sendAs(id, 'one');
    expect(sent).toMatchObject({ status: 201, body: { state: 'pending' } });
    expect((await publicly(id)).photos).toEqual([]);
    expect(await statusOf(sent.body.id)).toBe(404);
    expect(await read(id)).toMatchObject({
      doubted: true,
      photos: [{ id: sent.body.id, role: 'verdict', fixed: false, state: 'pending', sentFor: id }],
    });
    const doubted = (await moderator.ask('GET', '/api/staff/reports?doubted=true&pendingPhotos=true')).body.reports;
    expect(doubted.map((report: { id: string }) => report.id)).toContain(id);
    // Whoever changes his mind says something else with the same photo.
    await say(id, true, 'one');
    expect((await read(id)).photos[0].fixed).toBe(true);

    await act('PATCH', id, `photos/${sent.body.id}`, { state: 'published' });
    expect((await publicly(id)).photos).toEqual([
      { id: sent.body.id, width: 480, height: 640, proof: false, verdict: true },
    ]);
    const shown = await context.get(`/api/photos/${sent.body.id}.jpg`);
    expect(shown.bytes.includes(EXIF_OWNER)).toBe(false);
    expect((await sharp(shown.bytes).metadata()).exif).toBeUndefined();
  });

  test('it is refused and blurred like every other', async () => {
    const { id } = await resolved();
    await say(id, true, 'one');
    const { body } = await sendAs(id, 'one');
    const regions = [{ x: 0.1, y: 0.1, width: 0.3, height: 0.3 }];
    const { version } = await read(id);
    const address = `/api/staff/reports/${id}/photos/${body.id}/blur`;
    expect((await moderator.ask('PUT', address, { regions }, { 'if-match': String(version) })).status).toBe(200);
    expect((await read(id)).photos).toMatchObject([{ blur: regions, fixed: true }]);
    expect((await act('PATCH', id, `photos/${body.id}`, { state: 'refused', reason: 'not_of_it' })).status).toBe(200);
    expect((await publicly(id)).photos).toEqual([]);
    expect(await statusOf(body.id)).toBe(404);
  });

  test('there is one with each answer, whatever is sent again; none without an answer', async () => {
    const { id } = await resolved();
    expect((await sendAs(id, 'silent')).body.code).toBe('verdict_missing');
    // Said before the file is looked at, so that nobody has large pictures decoded for nothing.
    const none = Buffer.from('no picture');
    expect((await sendAs(id, 'silent', randomUUID(), none)).body.code).toBe('verdict_missing');
    expect((await sendPhotoAs(context.app, id, photo, { device: 'short' })).body.code).toBe('device_token_malformed');
    await say(id, false, 'one');
    const key = randomUUID();
    const [first, again] = [await sendAs(id, 'one', key), await sendAs(id, 'one', key)];
    expect(again.body.id).toBe(first.body.id);
    expect((await sendAs(id, 'one', randomUUID(), await phonePhoto(100, 100))).body.code).toBe('photo_limit_reached');
    // Of another resolution there is something else to show.
    await act('POST', id, 'reopen', { note: 'Кайра бузулду' });
    await act('POST', id, 'resolve');
    await say(id, true, 'one');
    expect((await sendAs(id, 'one')).status).toBe(201);
    expect((await read(id)).photos.map(({ fixed }: { fixed: boolean | null }) => fixed)).toEqual([null, true]);
  });

  test('neighbours take no room from who sent the report, and have an end themselves', async () => {
    const report = await resolved();
    for (let n = 0; n < VERDICT_PHOTOS_MAX; n++) {
      await say(report.id, false, `neighbour ${n}`);
      expect((await sendAs(report.id, `neighbour ${n}`, undefined, await phonePhoto(64, 64))).status).toBe(201);
    }
    await say(report.id, false, 'late');
    expect((await sendAs(report.id, 'late')).body.code).toBe('photo_limit_reached');
    for (let n = 0; n < 4; n++) expect((await sendPhoto(context.app, report, photo)).state).toBe('pending');
  });

  test('goes in parts, and only who sends it goes on with it', async () => {
    const { id } = await resolved();
    await say(id, false, 'one');
    const tus = async (method: 'POST' | 'HEAD' | 'PATCH', url: string, who: string, headers = {}, payload?: Buffer) => {
      const all = { 'tus-resumable': '1.0.0', 'device-token': device(who), ...headers };
      const answer = await context.app.inject({ method, url, headers: all, ...(payload && { payload }) });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        code: answer.payload ? answer.json().code : undefined,
      };
    };
    const open = (who: string, length: number) =>
      tus('POST', `/api/reports/${id}/photos`, who, { 'upload-length': String(length) });
    expect((await open('silent', photo.length)).code).toBe('verdict_missing');
    expect((await open('one', VERDICT_PHOTO_BYTES_MAX + 1)).code).toBe('photo_too_large');
    const url = String((await open('one', photo.length)).headers.location);
    // One at a time.
    expect((await open('one', photo.length)).code).toBe('photo_limit_reached');
    const part = (who: string, offset: number, bytes: Buffer) =>
      tus(
        'PATCH',
        url,
        who,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes,
      );
    expect((await part('one', 0, photo.subarray(0, 5000))).status).toBe(204);
    expect((await tus('HEAD', url, 'another')).status).toBe(404);
    expect((await part('another', 5000, photo.subarray(5000))).code).toBe('photo_not_found');
    expect((await tus('HEAD', url, 'one')).headers['upload-offset']).toBe('5000');
    expect((await part('one', 5000, photo.subarray(5000))).status).toBe(204);
    expect((await read(id)).photos).toMatchObject([{ id: url.split('/').at(-1), role: 'verdict', state: 'pending' }]);
  });

  test('whoever takes the answer back takes the photo back, also a published one', async () => {
    const { id } = await resolved();
    await say(id, false, 'one');
    await say(id, false, 'two');
    const [mine, other] = [await sendAs(id, 'one'), await sendAs(id, 'two')];
    await act('PATCH', id, `photos/${mine.body.id}`, { state: 'published' });
    expect(await statusOf(mine.body.id)).toBe(200);
    await takeBack(id, 'one');
    expect(await statusOf(mine.body.id)).toBe(404);
    expect((await publicly(id)).photos).toEqual([]);
    expect((await read(id)).photos.map((left: { id: string }) => left.id)).toEqual([other.body.id]);
  });

  test('nobody takes away what others sent: not a neighbour, and not who sent the report', async () => {
    const report = await resolved();
    const own = await sendPhoto(context.app, report, photo);
    await say(report.id, false, 'one');
    const neighbours = await sendAs(report.id, 'one');
    const remove = async (id: string, headers: Record<string, string>) =>
      (await context.ask('DELETE', `/api/reports/${report.id}/photos/${id}`, undefined, headers)).status;
    const manager = { 'manage-token': report.manageToken };
    expect(await remove(own.id, { 'device-token': device('one') })).toBe(404);
    expect(await remove(neighbours.body.id, { 'device-token': device('two') })).toBe(404);
    expect(await remove(neighbours.body.id, manager)).toBe(404);
    expect(await remove(neighbours.body.id, { 'device-token': device('one') })).toBe(204);
    expect(await remove(own.id, manager)).toBe(204);
  });

  test('who opens a report again can show how it is now, also when it has all its photos', async () => {
    const report = await send(context.app);
    const more = async () => (await sendPhotoAs(context.app, report.id, photo, { token: report.manageToken })).status;
    for (let n = 0; n < 4; n++) expect(await more()).toBe(201);
    expect(await more()).toBe(409);
    await act('POST', report.id, 'resolve');
    const manager = { 'manage-token': report.manageToken };
    await context.ask('POST', `/api/reports/${report.id}/own/reopening`, undefined, manager);
    expect([await more(), await more()]).toEqual([201, 409]);
  });

  test('goes out of sight with a report that is withdrawn, and what is kept of the device says nothing of another report', async () => {
    const [report, other] = [await resolved(), await resolved()];
    for (const { id } of [report, other]) {
      await say(id, false, 'one');
      const sent = await sendAs(id, 'one');
      await act('PATCH', id, `photos/${sent.body.id}`, { state: 'published' });
    }
    const marks = await query<{ mark: string }>(
      context.database,
      `select encode(verdict_hmac, 'hex') as mark from report_photos where report_id in ($1, $2)`,
      [report.id, other.id],
    );
    expect(new Set(marks.map(({ mark }) => mark)).size).toBe(2);
    const [{ id: photoId }] = (await publicly(report.id)).photos;
    await context.ask('DELETE', `/api/reports/${report.id}/own`, undefined, { 'manage-token': report.manageToken });
    expect(await statusOf(photoId)).toBe(404);
  });
});
