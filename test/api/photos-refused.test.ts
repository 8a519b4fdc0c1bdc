import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { filesOf, form, phonePhoto, sendPhotoAs } from '../support/photos.ts';
import { send } from '../support/reports.ts';

let context: TestApp;
let photo: Buffer;
beforeAll(async () => {
  context = await testApp();
  photo = await phonePhoto();
});
afterAll(() => context.close());

const photosOf = (reportId: string) =>
  query(context.database, 'select id from report_photos where report_id = $1', [reportId]);

/** A PNG whose head promises frames, as an animated one does. */
async function animatedPng(): Promise<Buffer> {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const control = Buffer.alloc(20);
  control.writeUInt32BE(8, 0);
  control.write('acTL', 4, 'latin1');
  control.writeUInt32BE(2, 8);
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
}

/** A PNG that says it is enormous, in a few bytes. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  // The checksum of the head no longer fits; a decoder that looks at sizes first must say so first.
  return png;
}

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#777' }, limitInputPixels: false });

describe('what is not a photo is refused by its content, and never makes a 5xx', () => {
  const cases: [string, () => Buffer | Promise<Buffer>, number, string][] = [
    ['a GIF', () => solid(5, 5).gif().toBuffer(), 415, 'photo_format_unsupported'],
    ['a TIFF', () => solid(5, 5).tiff().toBuffer(), 415, 'photo_format_unsupported'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'photo_format_unsupported'],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'photo_format_unsupported'],
    [
      'a GIF with a JPEG behind it',
      async () => Buffer.concat([Buffer.from('GIF89a'), await phonePhoto(40, 30)]),
      415,
      'photo_format_unsupported',
    ],
    [
      'an SVG behind the first bytes of a JPEG',
      () => Buffer.from('\xff\xd8\xff<svg onload="x"/>', 'latin1'),
      422,
      'photo_unreadable',
    ],
    ['one byte', () => Buffer.from([0xff]), 415, 'photo_format_unsupported'],
    ['nothing', () => Buffer.alloc(0), 400, 'photo_malformed'],
    ['the first bytes of a WebP', () => Buffer.from('RIFF\x10\0\0\0WEBP', 'latin1'), 422, 'photo_unreadable'],
    ['a JPEG that was cut short', async () => (await phonePhoto()).subarray(0, 20_000), 422, 'photo_unreadable'],
    [
      'a PNG that was cut short',
      async () => (await solid(900, 900).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 90_000),
      422,
      'photo_unreadable',
    ],
    [
      'an animated WebP',
      () =>
        sharp(
          [
            { create: { width: 4, height: 4, channels: 3, background: 'red' } } as never,
            { create: { width: 4, height: 4, channels: 3, background: 'blue' } } as never,
          ],
          { join: { animated: true } },
        )
          .webp()
          .toBuffer(),
      415,
      'photo_animated',
    ],
    ['an animated PNG', animatedPng, 415, 'photo_animated'],
    ['a picture of 100 million pixels', () => solid(10_000, 10_000).png().toBuffer(), 422, 'photo_too_many_pixels'],
    [
      'a progressive JPEG of 36 million pixels',
      () => solid(6000, 6000).jpeg({ progressive: true }).toBuffer(),
      422,
      'photo_too_many_pixels',
    ],
  ];
  test.each(cases)('%s', async (_name, make, status, code) => {
    const report = await send(context.app);
    const before = filesOf(context);
    const answer = await sendPhotoAs(context.app, report.id, await make(), { token: report.manageToken });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await photosOf(report.id)).toEqual([]);
    expect(filesOf(context)).toEqual(before);
  });

  test('a head that lies about enormous sizes', async () => {
    const report = await send(context.app);
    for (const [width, height] of [
      [2 ** 31 - 1, 2 ** 31 - 1],
      [60_000, 60_000],
      [0, 5],
    ] as const) {
      const answer = await sendPhotoAs(context.app, report.id, await bomb(width, height), {
        token: report.manageToken,
      });
      expect([415, 422]).toContain(answer.status);
    }
  });

  test('more bytes than a photo may have', async () => {
    const report = await send(context.app);
    const big = Buffer.concat([photo, Buffer.alloc(20 * 1024 * 1024)]);
    const answer = await sendPhotoAs(context.app, report.id, big, { token: report.manageToken });
    expect([answer.status, answer.body.code]).toEqual([413, 'photo_too_large']);
  });

  test('a form without a file, with two, with too many fields, that breaks off, or no form', async () => {
    const report = await send(context.app);
    const ask = async (contentType: string, payload: Buffer | string) => {
      const answer = await context.app.inject({
        method: 'POST',
        url: `/api/reports/${report.id}/photos`,
        headers: { 'content-type': contentType, 'manage-token': report.manageToken },
        payload,
      });
      return [answer.statusCode, answer.json().code];
    };
    const whole = await form(photo);
    const none = await form(photo, { files: 0, fields: { photo: 'a text' } });
    const two = await form(photo, { files: 2 });
    const fields = await form(photo, {
      fields: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, 'x'])),
    });
    const malformed = [400, 'photo_malformed'];
    expect(await ask(none.contentType, none.payload)).toEqual(malformed);
    expect(await ask(two.contentType, two.payload)).toEqual(malformed);
    expect(await ask(fields.contentType, fields.payload)).toEqual(malformed);
    expect(await ask(whole.contentType, whole.payload.subarray(0, -60))).toEqual(malformed);
    expect(await ask(whole.contentType, whole.payload.subarray(0, 50))).toEqual(malformed);
    expect(await ask('multipart/form-data', whole.payload)).toEqual(malformed);
    expect(await ask(whole.contentType, Buffer.from('nonsense'))).toEqual(malformed);
    expect(await ask('image/jpeg', photo)).toEqual([415, 'unsupported_media_type']);
    expect(await ask('application/json', '{}')).toEqual([415, 'unsupported_media_type']);
    expect(await photosOf(report.id)).toEqual([]);
    expect(filesOf(context).filter((file) => file.includes(`${path.sep}uploads${path.sep}`))).toEqual([]);
  });
});
