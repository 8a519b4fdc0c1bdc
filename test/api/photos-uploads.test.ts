import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanPhotos } from '../../server/photos/clean-up/clean-up.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto } from '../support/photos.ts';
import { send } from '../support/reports.ts';
import { openUpload, sendPart, tus } from '../support/tus.ts';

let context: TestApp;
let photo: Buffer;
beforeAll(async () => {
  context = await testApp();
  photo = await phonePhoto(1200, 900);
});
afterAll(() => context.close());

const PART = 'application/offset+octet-stream';
const arriving = () => {
  const folder = path.join(context.config.dataDir, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('an upload is refused', () => {
  test('part by part: wrong offset, too many bytes, another type, a malformed header; what arrived stays', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, 1000);
    await sendPart(context.app, url, report, 0, photo.subarray(0, 600));
    const early = await sendPart(context.app, url, report, 500, photo.subarray(500, 600));
    expect([early.status, early.code, early.headers['upload-offset']]).toEqual([409, 'upload_offset_conflict', '600']);
    expect((await sendPart(context.app, url, report, 601, photo.subarray(601, 700))).status).toBe(409);
    expect((await sendPart(context.app, url, report, 600, photo.subarray(600, 1200))).code).toBe('photo_too_large');
    for (const offset of ['', '-1', '1e3', 'x', '9'.repeat(30)]) {
      const answer = await tus(
        context.app,
        'PATCH',
        url,
        report,
        { 'upload-offset': offset, 'content-type': PART },
        photo,
      );
      expect([offset, answer.status, answer.code]).toEqual([offset, 400, 'upload_header_malformed']);
    }
    const typed = await tus(
      context.app,
      'PATCH',
      url,
      report,
      { 'upload-offset': '600', 'content-type': 'image/jpeg' },
      photo,
    );
    expect([typed.status, typed.code]).toEqual([415, 'unsupported_media_type']);
    const untyped = await tus(context.app, 'PATCH', url, report, { 'upload-offset': '600' });
    expect([untyped.status, untyped.code]).toEqual([415, 'unsupported_media_type']);
    expect((await tus(context.app, 'HEAD', url, report)).headers['upload-offset']).toBe('600');
  });

  test('at its opening: no length, none, too large, another version of the protocol, an unknown parameter', async () => {
    const report = await send(context.app);
    const url = `/api/reports/${report.id}/photos`;
    for (const length of ['0', '-5', '1.5', 'many', '99999999999999999999'])
      expect((await tus(context.app, 'POST', url, report, { 'upload-length': length })).code).toBe(
        'upload_header_malformed',
      );
    expect((await tus(context.app, 'POST', url, report)).code).toBe('upload_header_malformed');
    const large = await tus(context.app, 'POST', url, report, { 'upload-length': String(21 * 1024 * 1024) });
    expect([large.status, large.code]).toEqual([413, 'photo_too_large']);
    const old = await tus(context.app, 'POST', url, report, { 'upload-length': '5', 'tus-resumable': '0.2.2' });
    expect([old.status, old.code, old.headers['tus-version']]).toEqual([412, 'tus_version_unsupported', '1.0.0']);
    expect((await tus(context.app, 'POST', `${url}?a=1`, report, { 'upload-length': '5' })).code).toBe(
      'unknown_parameter',
    );
  });

  test('without the token of its report, and under another report', async () => {
    const [report, other] = [await send(context.app), await send(context.app)];
    const url = await openUpload(context.app, report, photo.length);
    const stranger = { ...report, manageToken: other.manageToken };
    expect((await tus(context.app, 'HEAD', url, stranger)).status).toBe(403);
    expect((await sendPart(context.app, url, stranger, 0, photo)).code).toBe('manage_token_refused');
    expect((await tus(context.app, 'DELETE', url, stranger)).code).toBe('manage_token_refused');
    const elsewhere = url.replace(report.id, other.id);
    expect((await tus(context.app, 'HEAD', elsewhere, other)).status).toBe(404);
    expect((await sendPart(context.app, elsewhere, other, 0, photo)).code).toBe('photo_not_found');
    expect((await tus(context.app, 'DELETE', elsewhere, other)).code).toBe('photo_not_found');
    for (const id of [randomUUID(), 'nonsense', '..%2f..%2fsecret-key'])
      expect((await tus(context.app, 'HEAD', `/api/reports/${report.id}/photos/${id}`, report)).status).toBe(404);
  });

  test('beyond four photos and uploads together', async () => {
    const report = await send(context.app);
    await sendPhoto(context.app, report, photo);
    for (let i = 0; i < 3; i++) await openUpload(context.app, report, 1000);
    const fifth = await tus(context.app, 'POST', `/api/reports/${report.id}/photos`, report, {
      'upload-length': '1000',
    });
    expect([fifth.status, fifth.code]).toEqual([409, 'photo_limit_reached']);
  });

  test('with its last part when it is no photo, and then begins anew', async () => {
    const report = await send(context.app);
    const key = randomUUID();
    const text = Buffer.from('<svg onload="alert(1)"/>');
    const url = await openUpload(context.app, report, text.length, key);
    const answer = await sendPart(context.app, url, report, 0, text);
    expect([answer.status, answer.code]).toEqual([415, 'photo_format_unsupported']);
    expect(arriving()).not.toContain(url.split('/').at(-1));
    expect((await tus(context.app, 'HEAD', url, report)).status).toBe(404);
    expect(await openUpload(context.app, report, photo.length, key)).not.toBe(url);
  });
});

test('what is spoken here can be asked', async () => {
  const { id } = await send(context.app);
  const answer = await context.app.inject({ method: 'OPTIONS', url: `/api/reports/${id}/photos` });
  expect([answer.statusCode, answer.headers]).toMatchObject([
    204,
    {
      'tus-version': '1.0.0',
      'tus-extension': 'creation,expiration,termination',
      'tus-max-size': String(20 * 1024 * 1024),
    },
  ]);
});

describe('originals do not stay', () => {
  test('when an upload is not finished in a day', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    const id = url.split('/').at(-1)!;
    await sendPart(context.app, url, report, 0, photo.subarray(0, 1000));
    await cleanPhotos(context.app);
    expect((await tus(context.app, 'HEAD', url, report)).status).toBe(200);
    await context.database.script(
      `update photo_uploads set expires_at = now() - interval '1 second' where id = '${id}'`,
    );
    expect((await tus(context.app, 'HEAD', url, report)).status).toBe(404);
    expect((await sendPart(context.app, url, report, 1000, photo.subarray(1000))).code).toBe('photo_not_found');
    age(id);
    await cleanPhotos(context.app);
    expect(arriving()).not.toContain(id);
  });

  test('when their report is erased, or the process that received them is gone', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    const id = url.split('/').at(-1)!;
    const other = randomUUID();
    await sendPart(context.app, url, report, 0, photo.subarray(0, 1000));
    await context.app.photos.arrivals.append(other, 0, [photo] as never, photo.length);
    await context.database.script(`delete from reports where id = '${report.id}'`);
    await cleanPhotos(context.app);
    expect(arriving()).toEqual(expect.arrayContaining([id, other]));
    age(id);
    age(other);
    await cleanPhotos(context.app);
    for (const gone of [id, other]) expect(arriving()).not.toContain(gone);
  });
});

/** Makes a file look as if nobody had written to it for an hour. */
function age(id: string): void {
  const before = new Date(Date.now() - 3_600_000);
  utimesSync(context.app.photos.arrivals.fileOf(id), before, before);
}
