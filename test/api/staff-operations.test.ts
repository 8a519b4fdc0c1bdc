import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_2, list, OUTSIDE, point, send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const seen = (ids: string[], version = 1) => ids.map((id) => ({ id, version }));
const run = (body: object, staff = moderator, headers: Record<string, string> = {}) =>
  staff.ask('POST', '/api/staff/operations', body, headers);
const preview = (body: object, staff = moderator) => staff.ask('POST', '/api/staff/operations/preview', body);
const undo = (operation: number, staff = moderator) => staff.ask('POST', `/api/staff/operations/${operation}/undo`, {});
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const some = (count: number, body = {}) =>
  Promise.all(Array.from({ length: count }, async () => (await send(context.app, body)).id));
const VERIFIED = { status: { status: 'verified' } };

describe('a change of many reports', () => {
  test('is seen beforehand, made, and taken back, a thousand at once', async () => {
    const ids = await some(1000, { category: 'WATER_CUT' });
    const hide = { visibility: { hidden: true, reason: 'spam' } };
    const before = await preview({ ...hide, reports: ids });
    expect(before.body).toMatchObject({ changed: 1000, refused: 0 });
    expect(before.body.reports[0]).toMatchObject({
      version: 1,
      code: expect.any(String),
      refused: null,
      changes: expect.arrayContaining([{ field: 'hiddenReason', before: null, after: 'spam', erased: false }]),
    });
    expect(await read(ids[0]!)).toMatchObject({ version: 1, hidden: null });

    const done = await run({ ...hide, reports: seen(ids) });
    expect(done.body).toEqual({ operation: expect.any(Number), changed: 1000 });
    expect(await list(context.app, 'category=WATER_CUT')).toEqual([]);
    const figures = async () => (await context.get('/api/statistics?by=category&category=WATER_CUT')).body;
    expect(JSON.stringify(await figures())).not.toContain('1000');
    expect((await undo(done.body.operation)).body.changed).toBe(1000);
    expect(await list(context.app, 'category=WATER_CUT')).toHaveLength(1000);
    expect(JSON.stringify(await figures())).toContain('1000');
    expect(await read(ids[999]!)).toMatchObject({ version: 3, hidden: null });
    expect((await run({ ...hide, reports: seen([...ids, randomUUID()]) })).body.code).toBe('invalid_input');
  });

  test('of any kind: status, place, body, texts as they were sent', async () => {
    const ids = await some(3, { description: 'Жол бузук' });
    const step = async (wish: object, version: number) => {
      expect((await run({ ...wish, reports: seen(ids, version) })).body.changed).toBe(3);
      return read(ids[0]!);
    };
    expect(await step({ text: { approve: true } }, 1)).toMatchObject({
      publishedDescription: 'Жол бузук',
      waiting: false,
    });
    expect(await step({ place: { category: 'WATER_CUT' } }, 2)).toMatchObject({
      kind: 'WATER_CUT',
      precision: 'coarse',
    });
    expect(await step({ status: { status: 'rejected', note: 'Кайталанма' } }, 3)).toMatchObject({ status: 'rejected' });
    expect(await step({ body: { body: null, dueOn: '2030-01-02' } }, 4)).toMatchObject({ dueOn: '2030-01-02' });
    const { operations } = (await moderator.ask('GET', '/api/staff/operations?limit=4')).body;
    expect(operations.map((each: any) => each.action)).toEqual([
      'report.body',
      'report.status',
      'report.place',
      'report.text',
    ]);
    for (const { id } of operations) expect((await undo(id)).status).toBe(200);
    // A precision never gets finer again.
    expect(await read(ids[0]!)).toMatchObject({
      version: 9,
      status: 'new',
      kind: 'ROAD_MUD',
      precision: 'coarse',
      publishedDescription: null,
    });
  });

  test('leaves alone what it would not change, and what else was changed since survives its undoing', async () => {
    const [one, two] = (await some(2)) as [string, string];
    await moderator.ask('PATCH', `/api/staff/reports/${two}/status`, VERIFIED.status, { 'if-match': '1' });
    const done = await run({ ...VERIFIED, reports: [...seen([one]), ...seen([two], 2)] });
    expect(done.body.changed).toBe(1);
    await moderator.ask('PATCH', `/api/staff/reports/${one}/text`, { description: 'кийин' }, { 'if-match': '2' });
    expect((await undo(done.body.operation)).status).toBe(200);
    expect(await read(one)).toMatchObject({ status: 'new', publishedDescription: 'кийин' });
  });

  test('is taken back whole or not at all', async () => {
    const ids = await some(3);
    const { body } = await run({ ...VERIFIED, reports: seen(ids) });
    await moderator.ask('PATCH', `/api/staff/reports/${ids[1]}/status`, { status: 'resolved' }, { 'if-match': '2' });
    const refused = await undo(body.operation);
    expect([refused.status, refused.body.code]).toEqual([409, 'undo_impossible']);
    expect(refused.body.detail).toContain(ids[1]);
    expect(await read(ids[0]!)).toMatchObject({ status: 'verified', version: 2 });
    await undoLast(moderator, ids[1]!);
    expect((await undo(body.operation)).body.changed).toBe(3);
  });
});

test('none is changed when one is at another version, elsewhere, or unknown', async () => {
  const [one, two] = (await some(2)) as [string, string];
  const outside = (await send(context.app, { location: point(OUTSIDE) })).id;
  const limited = await addStaff(context, 'moderator', ['alai-1']);
  expect((await run({ ...VERIFIED, reports: [...seen([one]), ...seen([two], 5)] })).body).toMatchObject({
    code: 'version_conflict',
    conflict: { reports: [{ id: two, version: 1 }] },
  });
  expect((await run({ ...VERIFIED, reports: seen([one, outside]) }, limited)).body.code).toBe('report_not_found');
  expect((await preview({ ...VERIFIED, reports: [one, outside] }, limited)).body.code).toBe('report_not_found');
  expect((await run({ place: { location: point(IN_ALAI_2) }, reports: seen([one]) }, limited)).body.code).toBe(
    'outside_your_areas',
  );
  expect((await run({ status: { status: 'rejected' }, reports: seen([one]) })).body.code).toBe('reason_required');
  expect((await preview({ status: { status: 'rejected' }, reports: [one] })).body).toMatchObject({
    changed: 0,
    refused: 1,
    reports: [{ refused: 'reason_required' }],
  });
  expect((await run({ ...VERIFIED, text: { approve: true }, reports: seen([one]) })).body.code).toBe('invalid_input');
  expect((await run({ reports: seen([one]) })).body.code).toBe('invalid_input');
  expect((await run({ ...VERIFIED, reports: seen([one, one.toUpperCase()]) })).body.code).toBe('invalid_input');
  expect((await run({ ...VERIFIED, reports: seen(['x']) })).body.code).toBe('report_not_found');
  expect(await read(one)).toMatchObject({ version: 1 });
});

test('needs the right of what it does, also to take it back', async () => {
  const official = await addStaff(context, 'official');
  const ids = await some(2);
  const hide = { visibility: { hidden: true, reason: 'spam' }, reports: seen(ids) };
  expect((await run(hide, official)).body.code).toBe('not_allowed');
  expect((await preview({ ...hide, reports: ids }, official)).body.code).toBe('not_allowed');
  const { body } = await run(hide);
  expect((await undo(body.operation, official)).body.code).toBe('not_allowed');
  expect((await undo(body.operation)).status).toBe(200);
  for (const id of ['0', '999999', 'x']) expect((await undo(id as never)).body.code).toBe('operation_not_found');
});

test('a network that drops in the middle does nothing twice', async () => {
  const ids = await some(5);
  const key = { 'idempotency-key': randomUUID() };
  const body = { ...VERIFIED, reports: seen(ids) };
  const answers = await Promise.all([run(body, moderator, key), run(body, moderator, key), run(body, moderator, key)]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(answers[0]!.body.changed).toBe(5);
  expect((await read(ids[0]!)).version).toBe(2);
  expect((await run({ ...body, reports: seen(ids.slice(1)) }, moderator, key)).body.code).toBe(
    'idempotency_key_reused',
  );
  // Another's key is another key.
  expect((await run(body, await addStaff(context, 'moderator'), key)).body.code).toBe('version_conflict');
  expect((await run(body, moderator, { 'idempotency-key': 'x' })).body.code).toBe('idempotency_key_malformed');
});

test('a connection that is cut at any moment leaves all of the reports changed or none, and sending it again settles it', async () => {
  if (!context.app.server.listening) await context.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = context.app.server.address() as AddressInfo;
  /** Sends the change and cuts the connection there; resolves once it is cut. */
  const cut = (body: string, key: string, where: 'in the question' | 'before the answer' | 'in the answer') =>
    new Promise<void>((resolve) => {
      const request = http.request({
        port,
        method: 'POST',
        path: '/api/staff/operations',
        headers: {
          ...moderator.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': key,
        },
      });
      const end = () => {
        request.destroy();
        resolve();
      };
      request.on('error', () => {});
      if (where === 'in the question') request.write(body.slice(0, body.length / 2), end);
      else request.end(body, where === 'before the answer' ? end : undefined);
      request.on('response', end);
    });
  for (const where of ['in the question', 'before the answer', 'in the answer'] as const) {
    const ids = await some(200, { category: 'LIGHT_NONE' });
    const body = { ...VERIFIED, reports: seen(ids) };
    const key = randomUUID();
    const versions = async () =>
      (
        await query<{ version: number }>(
          context.database,
          'select distinct version from reports where id = any ($1::uuid[])',
          [ids],
        )
      ).map(({ version }) => version);
    await cut(JSON.stringify(body), key, where);
    for (let look = 0; look < 20; look++) expect(await versions(), where).toHaveLength(1);
    if (where === 'in the question') expect(await versions()).toEqual([1]);
    if (where === 'in the answer') expect(await versions()).toEqual([2]);
    expect((await run(body, moderator, { 'idempotency-key': key })).body).toMatchObject({ changed: 200 });
    expect(await versions(), where).toEqual([2]);
  }
});
