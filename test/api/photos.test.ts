import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { EXIF_OWNER, filesOf, phonePhoto, sendPhoto, sendPhotoAs } from '../support/photos.ts';
import { send } from '../support/reports.ts';

let context: TestApp;
let photo: Buffer;
beforeAll(async () => {
  context = await testApp();
  photo = await phonePhoto();
});
afterAll(() => context.close());

const photosOf = (reportId: string) =>
  query<{ id: string; storage_key: string }>(context.database, 'select * from report_photos where report_id = $1', [
    reportId,
  ]);

describe('a photo sent whole', () => {
  test('is kept upright, small, and without place, owner or any other metadata', async () => {
    expect(photo.includes(EXIF_OWNER)).toBe(true);
    const report = await send(context.app);
    const sent = await sendPhoto(context.app, report, await phonePhoto(2400, 1800));
    expect(sent).toMatchObject({ state: 'pending', width: 1200, height: 1600 });
    const [row] = await photosOf(report.id);
    const stored = filesOf(context).filter((file) => file.includes(row!.storage_key));
    expect(stored.length).toBe(2);
    for (const file of stored) {
      const bytes = readFileSync(file);
      const { format, width, height, exif, icc, xmp, iptc, orientation } = await sharp(file).metadata();
      const small = file.endsWith('-320.jpg');
      expect({ format, width, height }).toEqual({
        format: 'jpeg',
        width: small ? 240 : 1200,
        height: small ? 320 : 1600,
      });
      expect([exif, icc, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
      expect(bytes.includes(EXIF_OWNER)).toBe(false);
      expect(bytes.length).toBeLessThanOrEqual(small ? 40 * 1024 : 600 * 1024);
    }
  });

  test.each(['png', 'webp'] as const)('may be a %s, and becomes a JPEG without transparency', async (format) => {
    const report = await send(context.app);
    const bytes = await sharp({
      create: { width: 50, height: 40, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
      .toFormat(format)
      .toBuffer();
    await sendPhoto(context.app, report, bytes);
    const [row] = await photosOf(report.id);
    const stored = filesOf(context).find((file) => file.endsWith(`${row!.storage_key}.jpg`))!;
    expect((await sharp(stored).stats()).channels.map((channel) => Math.round(channel.mean))).toEqual([255, 255, 255]);
  });

  test('never leaves its original behind, whatever its name says', async () => {
    const report = await send(context.app);
    const before = filesOf(context).length;
    const answer = await sendPhotoAs(context.app, report.id, photo, {
      token: report.manageToken,
      name: '../../../../etc/cron.d/alai.php',
      type: 'application/x-php',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe(`/api/reports/${report.id}/photos/${answer.body.id}`);
    const after = filesOf(context);
    expect(after.length).toBe(before + 2);
    for (const file of after) {
      expect(path.relative(context.config.dataDir, file)).toMatch(/^photos.[0-9a-f]{2}.[0-9a-f]{32}(-320)?\.jpg$/);
    }
  });

  test('keeps nothing of what is hidden behind the picture', async () => {
    const report = await send(context.app);
    await sendPhoto(
      context.app,
      report,
      Buffer.concat([photo, Buffer.from('<script>alert(1)</script>PK\u0003\u0004')]),
    );
    const [row] = await photosOf(report.id);
    for (const file of filesOf(context).filter((name) => name.includes(row!.storage_key)))
      expect(readFileSync(file).includes('<script>')).toBe(false);
  });

  test('is the first of four; the fifth is refused', async () => {
    const report = await send(context.app);
    for (let i = 0; i < 4; i++) await sendPhoto(context.app, report, photo);
    const fifth = await sendPhotoAs(context.app, report.id, photo, { token: report.manageToken, key: randomUUID() });
    expect([fifth.status, fifth.body.code]).toEqual([409, 'photo_limit_reached']);
    const positions = await query(
      context.database,
      'select position from report_photos where report_id = $1 order by 1',
      [report.id],
    );
    expect(positions).toEqual([1, 2, 3, 4].map((position) => ({ position })));
  });

  test('is one of four also when eight are sent at the same time', async () => {
    const report = await send(context.app);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => sendPhotoAs(context.app, report.id, photo, { token: report.manageToken })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 409, 409, 409, 409]);
    expect((await photosOf(report.id)).length).toBe(4);
  });

  test('twenty at the same time, of ten reports, all arrive', async () => {
    const reports = await Promise.all(Array.from({ length: 10 }, () => send(context.app)));
    const sent = await Promise.all([...reports, ...reports].map((report) => sendPhoto(context.app, report, photo)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(20);
  });
});

describe('a lost answer', () => {
  test('makes no second photo: the same key and file give the same answer', async () => {
    const report = await send(context.app);
    const key = randomUUID();
    const first = await sendPhoto(context.app, report, photo, key);
    expect(await sendPhoto(context.app, report, photo, key.toUpperCase())).toEqual(first);
    expect((await photosOf(report.id)).length).toBe(1);
    const other = await sendPhotoAs(context.app, report.id, await phonePhoto(400, 300), {
      token: report.manageToken,
      key,
    });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test('makes none when ten requests of one key come at once, and the files of the others do not stay', async () => {
    const report = await send(context.app);
    const key = randomUUID();
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendPhoto(context.app, report, photo, key)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    const unused = await query<{ storage_key: string }>(context.database, 'select storage_key from photo_files_unused');
    const [row] = await photosOf(report.id);
    expect(unused.map((file) => file.storage_key)).not.toContain(row!.storage_key);
  });

  test('of the fourth photo is given again, though there is no room for a fifth', async () => {
    const report = await send(context.app);
    const keys = [1, 2, 3, 4].map(() => randomUUID());
    const sent = [];
    for (const key of keys) sent.push(await sendPhoto(context.app, report, photo, key));
    expect(await sendPhoto(context.app, report, photo, keys[3])).toEqual(sent[3]);
  });
});

describe('photos may be sent', () => {
  test('only with the manage token of that report', async () => {
    const [report, other] = [await send(context.app), await send(context.app)];
    for (const token of [undefined, '', 'x', other.manageToken, `${report.manageToken}x`, 'y'.repeat(5000)]) {
      const answer = await sendPhotoAs(context.app, report.id, photo, { token });
      expect([token, answer.status, answer.body.code]).toEqual([token, 403, 'manage_token_refused']);
    }
    expect(await photosOf(report.id)).toEqual([]);
  });

  test('never for a report without a token, a hidden one, or none', async () => {
    const report = await send(context.app);
    await context.database.script(`update reports set manage_token_hash = null where id = '${report.id}'`);
    expect((await sendPhotoAs(context.app, report.id, photo, { token: report.manageToken })).status).toBe(403);
    const hidden = await send(context.app);
    await context.database.script(
      `update reports set hidden_at = now(), hidden_reason = 'test' where id = '${hidden.id}'`,
    );
    for (const id of [hidden.id, randomUUID(), 'nonsense', '..%2f..']) {
      const answer = await sendPhotoAs(context.app, id, photo, { token: hidden.manageToken });
      expect([id, answer.status, answer.body.code]).toEqual([id, 404, 'report_not_found']);
    }
  });

  test('only with a key that is a UUID', async () => {
    const report = await send(context.app);
    const answer = await sendPhotoAs(context.app, report.id, photo, { token: report.manageToken, key: 'first' });
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_malformed']);
  });
});
