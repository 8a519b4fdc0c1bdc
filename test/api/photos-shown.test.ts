import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { cleanPhotos } from '../../server/photos/clean-up/clean-up.ts';
import { storageName } from '../../server/photos/rules.ts';
import { deletePhoto, findPhoto, noteFile, setPhotoState } from '../../server/photos/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { EXIF_OWNER, phonePhoto, sendPhoto } from '../support/photos.ts';
import { list, send } from '../support/reports.ts';

let context: TestApp;
let picture: Buffer;
beforeAll(async () => {
  context = await testApp();
  picture = await phonePhoto(2000, 1500);
});
afterAll(() => context.close());

const large = (id: string) => `/api/photos/${id}.jpg`;
const thumbnail = (id: string) => `/api/photos/${id}/thumbnail.jpg`;
const shown = async (reportId: string) =>
  (await context.get(`/api/reports/${reportId}`)).body.properties.photos as { id: string }[];
const changesOf = async (reportId: string) =>
  (await query(context.database, 'select 1 from changes where report_id = $1', [reportId])).length;
const storedNames = () => {
  const root = path.join(context.config.dataDir, 'photos');
  return existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /jpg/.test(name))
    : [];
};

async function published() {
  const report = await send(context.app);
  const photo = await sendPhoto(context.app, report, picture);
  await setPhotoState(context.database, photo.id, 'published');
  return { report, photo };
}

describe('a photo is seen', () => {
  test('by nobody until somebody has looked, then in the report, in lists and at its address', async () => {
    const report = await send(context.app, { category: 'PUBLIC_CLUB' });
    const photo = await sendPhoto(context.app, report, picture);
    expect(await shown(report.id)).toEqual([]);
    for (const url of [large(photo.id), thumbnail(photo.id)])
      expect([(await context.get(url)).status, (await context.get(url)).body.code]).toEqual([404, 'photo_not_found']);

    const before = await changesOf(report.id);
    expect(await setPhotoState(context.database, photo.id, 'published')).toBe(true);
    expect(await changesOf(report.id)).toBe(before + 1);
    const expected = [{ id: photo.id, width: 1200, height: 1600, proof: false, verdict: false }];
    expect(await shown(report.id)).toEqual(expected);
    expect((await list(context.app, 'category=PUBLIC_CLUB'))[0]!.properties.photos).toEqual(expected);

    const [full, small] = [await context.get(large(photo.id)), await context.get(thumbnail(photo.id))];
    expect([full.status, small.status]).toEqual([200, 200]);
    expect(Number(full.headers['content-length'])).toBe(full.bytes.length);
    // Start of image, and no application segment but JFIF.
    for (const { bytes } of [full, small]) {
      expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
      expect(bytes.includes('Exif') || bytes.includes(EXIF_OWNER) || bytes.includes('ICC_PROFILE')).toBe(false);
    }
  });

  test('no more once it is taken back, refused, or its report is hidden; lists and open pages learn of it', async () => {
    const { report, photo } = await published();
    for (const change of [
      () => setPhotoState(context.database, photo.id, 'refused'),
      () => setPhotoState(context.database, photo.id, 'pending'),
    ]) {
      const before = await changesOf(report.id);
      await change();
      expect([await shown(report.id), (await context.get(large(photo.id))).status]).toEqual([[], 404]);
      expect(await changesOf(report.id)).toBe(before + 1);
      await setPhotoState(context.database, photo.id, 'published');
      expect((await context.get(large(photo.id))).status).toBe(200);
    }
    await context.database.script(
      `update reports set hidden_at = now(), hidden_reason = 'test' where id = '${report.id}'`,
    );
    for (const url of [large(photo.id), thumbnail(photo.id)]) expect((await context.get(url)).status).toBe(404);
  });

  test('at no address but its own', async () => {
    const { photo } = await published();
    const { storageKey } = (await findPhoto(context.database, photo.id))!;
    for (const name of [
      randomUUID(),
      storageKey,
      `${photo.id}.jpg`,
      `${photo.id}%00`,
      '..%2f..%2fsecret-key',
      '..%2fuploads%2fx',
      `%2e%2e/${storageKey.slice(0, 2)}/${storageKey}`,
      "'; drop table reports; --",
    ]) {
      for (const url of [large(name), thumbnail(name)]) {
        const answer = await context.get(url);
        expect([url, answer.status]).toEqual([url, 404]);
      }
    }
    expect((await context.get(`${large(photo.id)}?size=9`)).body.code).toBe('unknown_parameter');
  });

  test('the same by a client that knows it already costs no bytes', async () => {
    const { photo } = await published();
    const first = await context.get(large(photo.id));
    const again = await context.get(large(photo.id), { 'if-none-match': first.headers.etag! });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await context.get(thumbnail(photo.id))).headers.etag).not.toBe(first.headers.etag);
    await setPhotoState(context.database, photo.id, 'refused');
    expect((await context.get(large(photo.id), { 'if-none-match': first.headers.etag! })).status).toBe(404);
  });
});

test('the headers let a photo be nothing but a picture, keep it a minute at most, and tell no time, name or place', async () => {
  const { report, photo } = await published();
  const { storageKey } = (await findPhoto(context.database, photo.id))!;
  const { headers } = await context.get(large(photo.id));
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'public, max-age=60, must-revalidate',
  });
  expect(headers['last-modified']).toBeUndefined();
  const [{ sent } = { sent: '' }] = await query<{ sent: string }>(
    context.database,
    'select created_at as sent from report_photos where id = $1',
    [photo.id],
  );
  const told = JSON.stringify([headers, await shown(report.id), photo]);
  expect(told).not.toContain(storageKey);
  expect(told).not.toContain(sent.slice(0, 16));
  // Random ids (version 4) hold no time, unlike those of version 1 or 7.
  expect(photo.id[14]).toBe('4');
  expect(storageKey).toMatch(/^[0-9a-f]{32}$/);
});

test('logs hold no token, key, id or file name of a photo', async () => {
  const lines: string[] = [];
  const app = await buildApp({ ...context.config, logLevel: 'trace' }, context.database, {
    write: (line) => lines.push(line),
  });
  const report = await send(app);
  const key = randomUUID();
  const photo = await sendPhoto(app, report, picture, key);
  await app.inject(large(photo.id));
  await app.close();
  expect(lines.length).toBeGreaterThan(2);
  for (const secret of [report.manageToken, key, photo.id, report.id, 'photo.jpg'])
    expect(lines.join('\n')).not.toContain(secret);
});

describe('what must not stay is deleted', () => {
  test('files of a photo that is deleted, and of all photos of a report that is erased', async () => {
    const { report, photo } = await published();
    const second = await sendPhoto(context.app, report, picture);
    const keys = await Promise.all(
      [photo, second].map(async ({ id }) => (await findPhoto(context.database, id))!.storageKey),
    );
    const left = () => storedNames().filter((name) => keys.some((key) => name.includes(key))).length;
    expect(left()).toBe(4);
    const before = await changesOf(report.id);
    expect(await deletePhoto(context.database, photo.id)).toBe(true);
    expect(await deletePhoto(context.database, photo.id)).toBe(false);
    expect(await changesOf(report.id)).toBe(before + 1);
    expect((await context.get(large(photo.id))).status).toBe(404);
    await cleanPhotos(context.app);
    expect(left()).toBe(2);
    await context.database.script(`delete from reports where id = '${report.id}'`);
    await cleanPhotos(context.app);
    expect(left()).toBe(0);
    expect(await query(context.database, 'select * from photo_files_unused')).toEqual([]);
  });

  test('files of a photo that was never stored, because the server ended in between', async () => {
    const storageKey = 'ab'.repeat(16);
    await noteFile(context.database, storageKey, 3600);
    await context.app.photos.storage.put(storageName(storageKey, 'large'), picture);
    await cleanPhotos(context.app);
    expect(storedNames().filter((name) => name.includes(storageKey)).length).toBe(1);
    await context.database.script("update photo_files_unused set delete_after = now() - interval '1 second'");
    await cleanPhotos(context.app);
    expect(storedNames().filter((name) => name.includes(storageKey))).toEqual([]);
  });

  test('a refused photo after thirty days, not before', async () => {
    const { photo } = await published();
    await setPhotoState(context.database, photo.id, 'refused');
    await cleanPhotos(context.app);
    expect(await findPhoto(context.database, photo.id)).not.toBeNull();
    // The same decision again does not begin the time anew.
    await context.database.script(
      `update report_photos set state_since = now() - interval '31 days' where id = '${photo.id}'`,
    );
    await setPhotoState(context.database, photo.id, 'refused');
    await cleanPhotos(context.app);
    expect(await findPhoto(context.database, photo.id)).toBeNull();
  });

  test('and nothing else: photos that are shown or wait are still there after a clean-up', async () => {
    const { report, photo } = await published();
    const waiting = await sendPhoto(context.app, report, picture);
    await cleanPhotos(context.app);
    expect((await context.get(large(photo.id))).status).toBe(200);
    await setPhotoState(context.database, waiting.id, 'published');
    expect((await context.get(large(waiting.id))).status).toBe(200);
  });
});

test('a photo whose file is missing is not found, and no 5xx', async () => {
  const { photo } = await published();
  const { storageKey } = (await findPhoto(context.database, photo.id))!;
  await context.app.photos.deleteFiles(storageKey);
  expect((await context.get(large(photo.id))).status).toBe(404);
});

test('the state of a photo that does not exist cannot be set', async () => {
  expect(await setPhotoState(context.database, randomUUID(), 'published')).toBe(false);
});

test('a picture that hardly compresses stays within its bytes', async () => {
  const report = await send(context.app);
  const noisy = await sharp({
    create: { width: 1600, height: 1600, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 120 } } as never,
  })
    .jpeg({ quality: 98 })
    .toBuffer();
  const { id } = await sendPhoto(context.app, report, noisy);
  await setPhotoState(context.database, id, 'published');
  expect((await context.get(large(id))).bytes.length).toBeLessThanOrEqual(600 * 1024);
});
