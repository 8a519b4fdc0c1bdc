import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from '../../server/app.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { phonePhoto, sendPhoto } from '../support/photos.ts';
import { send } from '../support/reports.ts';
import { beginPart, openUpload, sendPart, tus } from '../support/tus.ts';

let context: TestApp;
let photo: Buffer;
beforeAll(async () => {
  context = await testApp();
  photo = await phonePhoto(1200, 900);
});
afterAll(() => context.close());

const photosOf = (report: { id: string }) =>
  query<{ id: string }>(context.database, 'select id from report_photos where report_id = $1', [report.id]);

const arriving = () => {
  const folder = path.join(context.config.dataDir, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('a photo in parts', () => {
  test('arrives part by part and is stored with the last one; its address stays', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    expect((await tus(context.app, 'HEAD', url, report)).headers).toMatchObject({
      'upload-offset': '0',
      'upload-length': String(photo.length),
      'cache-control': 'no-store',
      'tus-resumable': '1.0.0',
    });
    const middle = 50_000;
    const first = await sendPart(context.app, url, report, 0, photo.subarray(0, middle));
    expect([first.status, first.headers['upload-offset']]).toEqual([204, String(middle)]);
    expect(Date.parse(String(first.headers['upload-expires']))).toBeGreaterThan(Date.now());
    expect((await tus(context.app, 'HEAD', url, report)).headers['upload-offset']).toBe(String(middle));
    expect(await photosOf(report)).toEqual([]);
    const last = await sendPart(context.app, url, report, middle, photo.subarray(middle));
    expect([last.status, last.headers['upload-offset']]).toEqual([204, String(photo.length)]);
    expect(await photosOf(report)).toEqual([{ id: url.split('/').at(-1) }]);
    expect(arriving()).toEqual([]);
    expect((await tus(context.app, 'HEAD', url, report)).headers['upload-offset']).toBe(String(photo.length));
  });

  test('goes on where it stopped when the connection was cut in the middle of a part', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    const app = await listening();
    try {
      const { port } = app.server.address() as AddressInfo;
      await cutAfter(port, url, report, photo.subarray(0, 40_000));
      const stands = Number((await tus(app, 'HEAD', url, report)).headers['upload-offset']);
      expect(stands).toBe(40_000);
      expect((await sendPart(app, url, report, stands, photo.subarray(stands))).status).toBe(204);
      expect((await photosOf(report)).length).toBe(1);
    } finally {
      await app.close();
    }
  });

  test('goes on while the server still waits for the connection that is dead', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    const app = await listening();
    try {
      const { port } = app.server.address() as AddressInfo;
      // Sends a part and then nothing: the socket stays open, as on a phone that lost its network.
      const stuck = beginPart(port, url, report, photo.subarray(0, 30_000), photo.length);
      await arrived(url, 30_000);
      expect((await tus(app, 'HEAD', url, report)).headers['upload-offset']).toBe('30000');
      expect((await sendPart(app, url, report, 30_000, photo.subarray(30_000))).status).toBe(204);
      stuck.destroy();
      expect((await photosOf(report)).length).toBe(1);
    } finally {
      await app.close();
    }
  });

  test('goes on after the server was started again', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    await sendPart(context.app, url, report, 0, photo.subarray(0, 70_000));
    const again = await buildApp(context.config, context.database);
    expect((await tus(again, 'HEAD', url, report)).headers['upload-offset']).toBe('70000');
    expect((await sendPart(again, url, report, 70_000, photo.subarray(70_000))).status).toBe(204);
    await again.close();
    expect((await photosOf(report)).length).toBe(1);
  });

  test('is finished by the next question when the server ended after the last byte', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    await sendPart(context.app, url, report, 0, photo.subarray(0, photo.length - 1));
    await context.app.photos.arrivals.append(
      url.split('/').at(-1)!,
      photo.length - 1,
      [photo.subarray(photo.length - 1)] as never,
      photo.length,
    );
    expect(await photosOf(report)).toEqual([]);
    expect((await tus(context.app, 'HEAD', url, report)).headers['upload-offset']).toBe(String(photo.length));
    expect((await photosOf(report)).length).toBe(1);
  });

  test('makes no second one when answers are lost: the key keeps its address, before and after it is stored', async () => {
    const report = await send(context.app);
    const key = randomUUID();
    const url = await openUpload(context.app, report, photo.length, key);
    expect(await openUpload(context.app, report, photo.length, key)).toBe(url);
    await sendPart(context.app, url, report, 0, photo);
    expect(await openUpload(context.app, report, photo.length, key)).toBe(url);
    expect((await sendPart(context.app, url, report, photo.length, Buffer.alloc(0))).status).toBe(204);
    const other = await tus(context.app, 'POST', `/api/reports/${report.id}/photos`, report, {
      'upload-length': '5',
      'idempotency-key': key,
    });
    expect([other.status, other.code]).toEqual([409, 'idempotency_key_reused']);
    expect((await photosOf(report)).length).toBe(1);
    // The same photo sent whole under that key is the same photo, too.
    expect((await sendPhoto(context.app, report, photo, key)).id).toBe(url.split('/').at(-1));
  });

  test('may be stopped, or taken back once it is stored', async () => {
    const report = await send(context.app);
    const url = await openUpload(context.app, report, photo.length);
    await sendPart(context.app, url, report, 0, photo.subarray(0, 1000));
    expect((await tus(context.app, 'DELETE', url, report)).status).toBe(204);
    expect(arriving()).toEqual([]);
    expect((await tus(context.app, 'HEAD', url, report)).status).toBe(404);
    const stored = await sendPhoto(context.app, report, photo);
    const address = `/api/reports/${report.id}/photos/${stored.id}`;
    expect((await tus(context.app, 'DELETE', address, report)).status).toBe(204);
    expect((await tus(context.app, 'DELETE', address, report)).code).toBe('photo_not_found');
    expect(await photosOf(report)).toEqual([]);
  });
});

/** A second server on the same data, with real sockets. */
async function listening(): Promise<App> {
  const app = await buildApp(context.config, context.database);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app;
}

/** Waits until so many bytes lie on the server's disk. */
async function arrived(url: string, bytes: number): Promise<void> {
  while ((await context.app.photos.arrivals.size(url.split('/').at(-1)!)) < bytes)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

async function cutAfter(
  port: number,
  url: string,
  report: { id: string; manageToken: string },
  bytes: Buffer,
): Promise<void> {
  const sending = beginPart(port, url, report, bytes, photo.length);
  await arrived(url, bytes.length);
  sending.destroy();
}
