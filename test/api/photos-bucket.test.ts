import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanPhotos } from '../../server/photos/clean-up/clean-up.ts';
import { deletePhoto, setPhotoState } from '../../server/photos/store.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { filesOf, phonePhoto, sendPhoto, sendPhotoAs } from '../support/photos.ts';
import { send } from '../support/reports.ts';
import { openUpload, sendPart, tus } from '../support/tus.ts';

let context: TestApp;
let bucket: TestBucket;
let photo: Buffer;
beforeAll(async () => {
  bucket = await startBucket();
  context = await testApp({ config: { photoBucket: bucket.config } });
  photo = await phonePhoto();
});
afterAll(async () => {
  await context.close();
  await bucket.close();
});

test('photos live in the bucket, are shown through this server, and are deleted there', async () => {
  const { id } = await sendPhoto(context.app, await send(context.app), photo);
  expect(bucket.objects.size).toBe(2);
  expect([...bucket.objects.keys()].join()).not.toContain(id);
  expect(filesOf(context)).toEqual([]);
  await setPhotoState(context.database, id, 'published');
  const shown = await context.get(`/api/photos/${id}.jpg`);
  expect([shown.status, shown.bytes.subarray(0, 3).toString('hex')]).toEqual([200, 'ffd8ff']);
  bucket.behave('error');
  const away = await context.get(`/api/photos/${id}.jpg`);
  expect([away.status, away.body.code, away.headers['retry-after']]).toEqual([503, 'photos_unavailable', '10']);
  expect(away.headers['cache-control']).toBe('no-store');
  bucket.behave('normal');
  await deletePhoto(context.database, id);
  await cleanPhotos(context.app);
  expect(bucket.objects.size).toBe(0);
});

test('while the bucket is away nothing is half stored, and what arrived is not lost', async () => {
  const report = await send(context.app);
  const key = randomUUID();
  bucket.behave('error');
  const whole = await sendPhotoAs(context.app, report.id, photo, { token: report.manageToken, key });
  expect([whole.status, whole.body.code, whole.headers['retry-after']]).toEqual([503, 'photos_unavailable', '10']);
  const url = await openUpload(context.app, report, photo.length);
  expect((await sendPart(context.app, url, report, 0, photo)).status).toBe(503);
  expect((await tus(context.app, 'HEAD', url, report)).status).toBe(503);
  expect(await query(context.database, 'select id from report_photos where report_id = $1', [report.id])).toEqual([]);

  bucket.behave('normal');
  // Nothing is sent again: the bytes are here.
  expect((await tus(context.app, 'HEAD', url, report)).headers['upload-offset']).toBe(String(photo.length));
  expect((await sendPhoto(context.app, report, photo, key)).state).toBe('pending');
  const rows = await query(context.database, 'select id from report_photos where report_id = $1', [report.id]);
  expect(rows.length).toBe(2);
});

test('a bucket that is away does not stop the clean-up for ever: the next one deletes what is left', async () => {
  const { id } = await sendPhoto(context.app, await send(context.app), photo);
  await deletePhoto(context.database, id);
  const before = bucket.objects.size;
  bucket.behave('error');
  await expect(cleanPhotos(context.app)).rejects.toMatchObject({ code: 'photos_unavailable' });
  bucket.behave('normal');
  await cleanPhotos(context.app);
  expect(bucket.objects.size).toBe(before - 2);
});
