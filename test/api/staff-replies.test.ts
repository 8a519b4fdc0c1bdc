import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanPhotos } from '../../server/photos/clean-up/clean-up.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { filesOf, form, phonePhoto } from '../support/photos.ts';
import { IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let official: Staff;
beforeAll(async () => {
  context = await testApp();
  official = await addStaff(context, 'official');
});
afterAll(() => context.close());

const seen = (...ids: string[]) => ids.map((id) => ({ id, version: 1 }));
const reply = (body: object, staff = official, headers: Record<string, string> = {}) =>
  staff.ask('POST', '/api/staff/replies', body, headers);
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const undo = (operation: number, staff = official) => staff.ask('POST', `/api/staff/operations/${operation}/undo`, {});
const sendFile = async (bytes: Buffer, name = 'jooп.pdf', staff = official) => {
  const { payload, contentType } = await form(bytes, { name, type: 'text/html' });
  const answer = await context.app.inject({
    method: 'POST',
    url: '/api/staff/reply-files',
    payload,
    headers: { ...staff.headers, 'content-type': contentType },
  });
  return { status: answer.statusCode, body: answer.json() };
};

test('one reply goes to twelve reports at once and is taken back as a whole', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, async () => (await send(context.app)).id));
  const [body] = (await context.get('/api/config')).body.bodies;
  const done = await reply({ text: 'Иш 1-октябрда башталат.', body: body.code, reports: seen(...ids) });
  expect(done.body).toEqual({ operation: expect.any(Number), changed: 12 });
  for (const id of ids) {
    const { replies, history } = await publicly(id);
    expect(replies).toEqual([{ at: expect.any(String), body: body.code, text: 'Иш 1-октябрда башталат.', file: null }]);
    expect(history.map((each: any) => each.event)).toEqual(['replied', 'created']);
  }
  // One of them alone cannot be taken back.
  const [{ entry, operation }] = (await official.ask('GET', `/api/staff/reports/${ids[0]}/history`)).body.history;
  expect(operation).toBe(done.body.operation);
  const alone = await official.ask('POST', `/api/staff/reports/${ids[0]}/undo`, { entry }, { 'if-match': '2' });
  expect(alone.body.code).toBe('undo_impossible');
  expect((await undo(operation)).body.changed).toBe(12);
  for (const id of ids)
    expect(await publicly(id)).toMatchObject({ replies: [], history: [{ event: 'undone' }, {}, {}] });
  expect((await undo(operation)).body.code).toBe('undo_impossible');
});

test('none is answered when one of them was changed meanwhile, is elsewhere or does not exist', async () => {
  const [one, two] = [(await send(context.app)).id, (await send(context.app)).id];
  const elsewhere = (await send(context.app, { location: point(IN_ALAI_2) })).id;
  const limited = await addStaff(context, 'official', ['alai-1']);
  await official.ask('PATCH', `/api/staff/reports/${two}/status`, { status: 'verified' }, { 'if-match': '1' });
  const late = await reply({ text: 'x', reports: seen(one, two) });
  expect([late.status, late.body.code]).toEqual([412, 'version_conflict']);
  expect(late.body.conflict).toMatchObject({ version: 2, reports: [{ id: two, version: 2 }] });
  expect((await reply({ text: 'x', reports: seen(one, elsewhere) }, limited)).body).toMatchObject({
    code: 'report_not_found',
    detail: elsewhere,
  });
  expect((await reply({ text: 'x', reports: seen(one, randomUUID()) })).body.code).toBe('report_not_found');
  expect((await reply({ text: 'x', reports: seen(one, one) })).body.code).toBe('invalid_input');
  expect((await reply({ text: ' ', reports: seen(one) })).body.code).toBe('invalid_input');
  expect((await reply({ text: 'x', body: 'nobody', reports: seen(one) })).body.code).toBe('body_unknown');
  expect((await reply({ text: 'x', reports: [] })).body.code).toBe('invalid_input');
  expect(await publicly(one)).toMatchObject({ replies: [] });
  // Nor can somebody of one settlement take back what was done in both.
  const both = await reply({ text: 'экөөнө', reports: seen(one, elsewhere) });
  expect((await undo(both.body.operation, limited)).body.code).toBe('operation_not_found');
  expect((await limited.ask('GET', '/api/staff/operations')).text).not.toContain(`"id":${both.body.operation},`);
});

test('sent again after a lost answer it is given once', async () => {
  const { id } = await send(context.app);
  const key = { 'idempotency-key': randomUUID() };
  const first = await reply({ text: 'Жооп', reports: seen(id) }, official, key);
  expect((await reply({ text: 'Жооп', reports: seen(id) }, official, key)).body).toEqual(first.body);
  expect((await reply({ text: 'Башка', reports: seen(id) }, official, key)).body.code).toBe('idempotency_key_reused');
  expect((await publicly(id)).replies).toHaveLength(1);
});

test('a PDF or a picture comes with it, seen by the public only while the reply stands', async () => {
  const { id } = await send(context.app);
  const pdf = Buffer.from('%PDF-1.7\n<script>alert(1)</script>\n%%EOF');
  const sent = await sendFile(pdf, '<img src=x>.html');
  expect([sent.status, sent.body.type]).toEqual([201, 'application/pdf']);
  const path = `/api/reply-files/${sent.body.id}`;
  expect((await context.get(path)).body.code).toBe('file_not_found');
  expect((await official.ask('GET', `/api/staff/reply-files/${sent.body.id}`)).bytes.equals(pdf)).toBe(true);
  const other = await addStaff(context, 'official', ['alai-2']);
  expect((await other.ask('GET', `/api/staff/reply-files/${sent.body.id}`)).body.code).toBe('file_not_found');
  expect(
    (await reply({ text: 'x', file: sent.body.id, reports: seen(id) }, await addStaff(context, 'official'))).body.code,
  ).toBe('file_not_found');

  const { body } = await reply({ text: 'Чечим тиркелди', file: sent.body.id, reports: seen(id) });
  expect((await publicly(id)).replies[0].file).toEqual({
    id: sent.body.id,
    type: 'application/pdf',
    bytes: pdf.length,
  });
  const shown = await context.get(path);
  expect(shown.bytes.equals(pdf)).toBe(true);
  expect(shown.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="reply.pdf"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  await undo(body.operation);
  expect((await context.get(path)).status).toBe(404);
  expect((await sendFile(await phonePhoto(200, 150))).body.type).toBe('image/jpeg');
});

test('files that are neither are refused, and those no reply uses go after a day', async () => {
  for (const bytes of [
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<!doctype html><script>1</script>',
    'PK\u0003\u0004',
  ])
    expect((await sendFile(Buffer.from(bytes))).body.code).toBe('file_format_unsupported');
  expect((await sendFile(Buffer.alloc(0))).body.code).toBe('photo_malformed');
  expect((await sendFile(Buffer.alloc(10 * 1024 * 1024 + 1, '%PDF-'))).body.code).toBe('photo_too_large');
  const before = filesOf(context).length;
  await sendFile(Buffer.from('%PDF-1.4'));
  expect(filesOf(context).length).toBe(before + 1);
  await context.database.script("update reply_files set created_at = now() - interval '2 days'");
  await cleanPhotos(context.app);
  expect(filesOf(context).length).toBeLessThanOrEqual(before);
});
