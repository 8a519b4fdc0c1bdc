import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto, sendPhotoAs } from '../support/photos.ts';
import { send } from '../support/reports.ts';
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

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const own = ({ id, manageToken }: ReportCreated, method: Method, part = '/own', body?: object) =>
  context.ask(method, `/api/reports/${id}${part}`, body, { 'manage-token': manageToken });
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const seen = async (id: string) => ({ id, version: (await read(id)).version });
const act = async (id: string, what: string, body: object = {}) =>
  moderator.ask('POST', `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const photosOf = async (id: string) => (await read(id)).photos.map((photo: { id: string }) => photo.id).sort();
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;

/** Two reports of one problem, of two reporters, the one counted with the other. */
async function merged({ resolved = false, photos = true, fields = {} } = {}) {
  const [keep, other] = [await send(context.app, fields), await send(context.app, fields)];
  const sent: Record<'keep' | 'other', string[]> = { keep: [], other: [] };
  if (photos) {
    sent.keep.push((await sendPhoto(context.app, keep, picture)).id);
    sent.other.push((await sendPhoto(context.app, other, picture)).id);
  }
  const { operation } = (
    await moderator.ask('POST', '/api/staff/merges', { keep: await seen(keep.id), reports: [await seen(other.id)] })
  ).body;
  if (resolved) await act(keep.id, 'resolve');
  return { keep, other, sent, undo: () => moderator.ask('POST', `/api/staff/operations/${operation}/undo`, {}) };
}

describe('after a merge', () => {
  test('each reporter takes back the own photos only, at whichever address', async () => {
    const { keep, other, sent } = await merged();
    const remove = async (report: ReportCreated, photo: string) =>
      (await own(report, 'DELETE', `/photos/${photo}`)).status;
    expect(await remove(other, sent.keep[0]!)).toBe(404);
    expect(await remove(keep, sent.other[0]!)).toBe(404);
    expect(await photosOf(keep.id)).toEqual([...sent.keep, ...sent.other].sort());
    // The one reporter's token opens nothing at the other's address.
    const thief = { ...keep, manageToken: other.manageToken };
    for (const photo of [...sent.keep, ...sent.other]) {
      expect((await own(thief, 'DELETE', `/photos/${photo}`)).body.code).toBe('manage_token_refused');
    }
    expect(await remove(other, sent.other[0]!)).toBe(204);
    expect(await remove(keep, sent.keep[0]!)).toBe(204);
    expect(await photosOf(keep.id)).toEqual([]);
  });

  test('a photo sent then is that reporter’s: it takes no room from others, and goes along when they are separated', async () => {
    const { keep, other, sent, undo } = await merged();
    for (let n = 0; n < 3; n++) await sendPhoto(context.app, other, picture);
    const full = await sendPhotoAs(context.app, other.id, picture, { token: other.manageToken });
    expect(full.body.code).toBe('photo_limit_reached');
    sent.keep.push((await sendPhoto(context.app, keep, picture)).id);
    const key = randomUUID();
    const [late, again] = [
      await sendPhoto(context.app, keep, picture, key),
      await sendPhoto(context.app, keep, picture, key),
    ];
    expect(again.id).toBe(late.id);
    sent.keep.push(late.id);
    const ofOther = (await own(other, 'GET')).body.photos.map(({ id }: { id: string }) => id);
    expect(ofOther).toHaveLength(4);
    expect((await own(keep, 'GET')).body.photos.map(({ id }: { id: string }) => id).sort()).toEqual(sent.keep.sort());
    expect((await undo()).status).toBe(200);
    expect(await photosOf(keep.id)).toEqual(sent.keep);
    expect(await photosOf(other.id)).toEqual(ofOther.sort());
    expect((await own(other, 'DELETE', `/photos/${ofOther[0]}`)).status).toBe(204);
    expect((await own(other, 'DELETE', `/photos/${sent.keep[0]}`)).status).toBe(404);
  });

  test('a photo that was under way is sent on with the token it began with', async () => {
    const [keep, other] = [await send(context.app), await send(context.app)];
    const tus = (method: 'POST' | 'PATCH', url: string, token: string, headers: object, payload?: Buffer) =>
      context.app.inject({
        method,
        url,
        headers: { 'tus-resumable': '1.0.0', 'manage-token': token, ...headers },
        ...(payload && { payload }),
      });
    const open = (report: ReportCreated) =>
      tus('POST', `/api/reports/${report.id}/photos`, report.manageToken, { 'upload-length': String(picture.length) });
    const part = (url: string, token: string, offset: number, bytes: Buffer) =>
      tus(
        'PATCH',
        url,
        token,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes,
      );
    const url = String((await open(other)).headers.location);
    expect((await part(url, other.manageToken, 0, picture.subarray(0, 1000))).statusCode).toBe(204);
    await moderator.ask('POST', '/api/staff/merges', { keep: await seen(keep.id), reports: [await seen(other.id)] });
    expect((await part(url, other.manageToken, 1000, picture.subarray(1000))).statusCode).toBe(204);
    const anew = String((await open(other)).headers.location);
    expect((await part(anew, other.manageToken, 0, picture)).statusCode).toBe(204);
    expect((await read(keep.id)).photos.map((photo: { sentFor: string }) => photo.sentFor)).toEqual([
      other.id,
      other.id,
    ]);
  });

  test('words, place, name and phone, questions and photos of one reporter are never the other’s to read or change', async () => {
    const contact = { name: 'Айгүл', phone: '+996555000111', consent: true };
    const [keep, other] = [
      await send(context.app, { description: 'Калат', contact }),
      await send(context.app, { description: 'Кошулат', contact }),
    ];
    const photo = await sendPhoto(context.app, keep, picture);
    await act(keep.id, 'questions', { text: 'Калганга суроо' });
    const [{ id: question }] = (await own(keep, 'GET', '/questions')).body.questions;
    await moderator.ask('POST', '/api/staff/merges', { keep: await seen(keep.id), reports: [await seen(other.id)] });
    const before = (await own(keep, 'GET')).body;
    expect((await own(other, 'GET')).body).toMatchObject({ id: other.id, description: 'Кошулат', photos: [] });
    expect((await own(other, 'GET', '/questions')).body.questions).toEqual([]);
    const answer = await own(other, 'PUT', `/questions/${question}/answer`, { text: 'Жооп' });
    expect(answer.body.code).toBe('question_not_found');
    expect((await own(other, 'PATCH', '/own', { description: 'Бузулган' })).body.code).toBe('merged_already');
    expect((await own(other, 'DELETE', '/own/contact')).status).toBe(204);
    expect((await own(other, 'DELETE')).status).toBe(204);
    expect((await own(keep, 'GET')).body).toEqual(before);
    expect(await photosOf(keep.id)).toEqual([photo.id]);
    // And the other way round: who sent the kept one withdraws nothing of the merged one.
    const third = await send(context.app, { description: 'Үчүнчү', contact });
    await moderator.ask('POST', '/api/staff/merges', { keep: await seen(keep.id), reports: [await seen(third.id)] });
    const theirs = await sendPhoto(context.app, third, picture);
    const stands = (await own(third, 'GET')).body;
    await own(keep, 'DELETE');
    expect((await own(third, 'GET')).body).toEqual(stands);
    expect((await read(keep.id)).photos).toContainEqual(expect.objectContaining({ id: theirs.id, state: 'pending' }));
  });

  test('each opens the kept report again, and takes back that, but not that another reporter did', async () => {
    const { keep, other, undo } = await merged({ resolved: true });
    expect((await own(keep, 'POST', '/own/reopening')).status).toBe(204);
    expect((await own(other, 'POST', '/own/reopening')).status).toBe(204);
    expect((await own(other, 'DELETE', '/own/reopening')).body.code).toBe('undo_impossible');
    expect(await publicly(keep.id)).toMatchObject({ status: 'in_progress' });
    expect((await own(keep, 'DELETE', '/own/reopening')).status).toBe(204);
    expect(await publicly(keep.id)).toMatchObject({ status: 'resolved' });
    expect((await own(other, 'POST', '/own/reopening')).status).toBe(204);
    expect((await own(keep, 'DELETE', '/own/reopening')).body.code).toBe('undo_impossible');
    expect((await own(other, 'GET')).body.photosOfNow).toBeGreaterThan(0);
    expect((await own(keep, 'GET')).body.photosOfNow).toBe(0);
    // Staff see it with both, and take it back where it was done.
    const { history } = (await moderator.ask('GET', `/api/staff/reports/${other.id}/history`)).body;
    expect(history[0]).toMatchObject({ event: 'reopened', actor: 'resident', isPublic: false, entry: null });
    expect((await own(other, 'DELETE', '/own/reopening')).status).toBe(204);
    expect(await publicly(keep.id)).toMatchObject({ status: 'resolved' });
    expect((await undo()).status).toBe(200);
    expect(await read(other.id)).toMatchObject({ status: 'new', doubted: false });
  });
});

describe('what a neighbour said of a report that was merged then', () => {
  const device = (name: string) => name.padEnd(20, '.');
  const verdict = (method: 'PUT' | 'DELETE', id: string, who: string, body?: object) =>
    context.ask(method, `/api/reports/${id}/verdict`, body, { 'device-token': device(who) });

  /** Two resolved reports; of the one that is merged two neighbours say that it is not fixed, with a photo each. */
  async function doubted() {
    const [keep, other] = [await send(context.app), await send(context.app)];
    for (const { id } of [keep, other]) await act(id, 'resolve');
    const photos: string[] = [];
    for (const who of ['one', 'two']) {
      await verdict('PUT', other.id, who, { fixed: false });
      photos.push((await sendPhotoAs(context.app, other.id, picture, { device: device(who) })).body.id);
    }
    const { body } = await moderator.ask('POST', '/api/staff/merges', {
      keep: await seen(keep.id),
      reports: [await seen(other.id)],
    });
    return {
      keep,
      other,
      photos,
      undo: () => moderator.ask('POST', `/api/staff/operations/${body.operation}/undo`, {}),
    };
  }

  test('is taken back through either of the two, with its photo, and stays taken back when they are separated', async () => {
    const { keep, other, photos, undo } = await doubted();
    expect((await verdict('DELETE', keep.id, 'three')).status).toBe(200);
    expect(await photosOf(keep.id)).toEqual([...photos].sort());
    expect((await verdict('DELETE', keep.id, 'one')).body).toEqual({
      verdicts: { fixed: 0, notFixed: 0 },
      verdict: null,
    });
    expect(await photosOf(keep.id)).toEqual([photos[1]]);
    await undo();
    expect((await publicly(other.id)).verdicts).toEqual({ fixed: 0, notFixed: 1 });
    expect(await photosOf(other.id)).toEqual([photos[1]]);
    expect((await verdict('DELETE', other.id, 'two')).body.verdicts).toEqual({ fixed: 0, notFixed: 0 });
  });

  test('keeps its photo in the hands of who sent it', async () => {
    const { keep, photos } = await doubted();
    const remove = async (photo: string, who: string) =>
      (
        await context.ask('DELETE', `/api/reports/${keep.id}/photos/${photo}`, undefined, {
          'device-token': device(who),
        })
      ).status;
    expect(await remove(photos[0]!, 'two')).toBe(404);
    expect(await remove(photos[0]!, 'one')).toBe(204);
    expect(await photosOf(keep.id)).toEqual([photos[1]]);
  });
});

test('who opened a report again is told as long as the server takes photos of how it is now', async () => {
  const report = await send(context.app);
  const left = async () => (await own(report, 'GET')).body.photosOfNow;
  const more = async () => (await sendPhotoAs(context.app, report.id, picture, { token: report.manageToken })).status;
  for (let n = 0; n < 4; n++) expect(await more()).toBe(201);
  expect(await left()).toBe(0);
  await act(report.id, 'resolve');
  expect(await left()).toBe(0);
  await own(report, 'POST', '/own/reopening');
  expect(await left()).toBe(1);
  expect(await more()).toBe(201);
  expect([await left(), await more()]).toEqual([0, 409]);
  await act(report.id, 'resolve');
  await own(report, 'POST', '/own/reopening');
  expect(await left()).toBe(1);
  await act(report.id, 'resolve');
  expect(await left()).toBe(0);
});
