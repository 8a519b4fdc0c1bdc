import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressHasher, forgetAddresses } from '../../server/reports/floods/store.ts';
import { daysBefore } from '../../server/retention/rules.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { list, point, send } from '../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const DEVICE = 'device-of-a-neighbour';
const flag = (id: string, body: object = { reason: 'spam' }, device: string | undefined = DEVICE) =>
  context.post(`/api/reports/${id}/flags`, body, device === undefined ? {} : { 'device-token': device });
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const flagged = async () =>
  (await moderator.ask('GET', '/api/staff/reports?flagged=true')).body.reports.map((each: any) => each.id);
const bursts = async (staff = moderator) => (await staff.ask('GET', '/api/staff/bursts')).body.bursts;

describe('a flag', () => {
  test('of anybody is seen by staff alone, once for each device, until somebody has looked', async () => {
    const { id } = await send(context.app);
    const counts = async () => (await moderator.ask('GET', '/api/staff/counts')).body.flagged;
    const before = await counts();
    expect((await flag(id, { reason: 'personal_data', note: ' Телефон жазылган ' })).body).toEqual({ flagged: true });
    await flag(id, { reason: 'abuse' });
    await flag(id, { reason: 'other' }, 'device-of-somebody-else');
    expect((await read(id)).flags).toMatchObject({
      open: 2,
      all: [
        { reason: 'other', note: null },
        { reason: 'personal_data', note: 'Телефон жазылган' },
      ],
    });
    expect(await flagged()).toEqual([id]);
    expect(await counts()).toBe(before + 1);
    expect((await context.get(`/api/reports/${id}`)).text).not.toMatch(/flag|Телефон/);

    const seen = await moderator.ask('POST', `/api/staff/reports/${id}/flags/seen`, {}, { 'if-match': '1' });
    expect(seen.body.flags).toMatchObject({ open: 0 });
    expect(await flagged()).toEqual([]);
    await flag(id, { reason: 'spam' }, 'device-of-a-third-one');
    expect((await read(id)).flags.open).toBe(1);
    await undoLast(moderator, id);
    expect((await read(id)).flags.open).toBe(3);
  });

  test('hides nothing, and is refused for what cannot be', async () => {
    const { id } = await send(context.app);
    for (let n = 0; n < 20; n++) await flag(id, { reason: 'abuse' }, `device-number-${n}-of-many`);
    expect((await context.get(`/api/reports/${id}`)).status).toBe(200);
    expect((await flag(randomUUID())).body.code).toBe('report_not_found');
    expect((await flag('x')).body.code).toBe('report_not_found');
    expect((await flag(id, { reason: 'boring' })).body.code).toBe('invalid_input');
    expect((await flag(id, { reason: 'spam', note: 'x'.repeat(501) })).body.code).toBe('invalid_input');
    expect((await flag(id, { reason: 'spam', hidden: true })).body.code).toBe('invalid_input');
    expect((await flag(id, { reason: 'spam' }, 'short')).body.code).toBe('device_token_malformed');
    await query(context.database, "update reports set hidden_at = now(), hidden_reason = 'spam' where id = $1", [id]);
    expect((await flag(id, { reason: 'spam' }, 'device-that-comes-late')).body.code).toBe('report_not_found');
  });
});

describe('a flood', () => {
  const pour = (count: number, remoteAddress: string, place: (n: number) => [number, number]) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const answer = await context.app.inject({
          method: 'POST',
          url: '/api/reports',
          remoteAddress,
          payload: { category: 'LAND_ACT', location: point(place(n)), description: `${randomUUID()}` },
        });
        return answer.json().id as string;
      }),
    );

  test('is seen as one, hidden in one step and taken back', async () => {
    const flood = await pour(12, '203.0.113.7', (n) => [72.83 + n / 1000, 40.4985]);
    const other = await pour(3, '203.0.113.8', (n) => [72.83 + n / 1000, 40.51]);
    const [burst] = (await bursts()).filter((each: any) => each.reports.some(({ id }: any) => id === flood[0]));
    expect(burst).toMatchObject({ count: 12, signs: expect.arrayContaining(['address']) });
    expect(burst.reports.map(({ id }: any) => id).sort()).toEqual([...flood].sort());
    expect(burst.members.map(({ id }: any) => id)).toEqual(burst.reports.map(({ id }: any) => id));
    expect(burst.members[0]).toMatchObject({ at: burst.from, address: 1 });
    expect(burst.members).toContainEqual({
      id: expect.any(String),
      code: expect.any(String),
      at: expect.any(String),
      category: 'LAND',
      kind: 'LAND_ACT',
      area: 'alai-1',
      location: { type: 'Point', coordinates: [expect.any(Number), 40.4985] },
      address: 1,
    });
    const counted = async (staff = moderator) => (await staff.ask('GET', '/api/staff/counts')).body.bursts;
    expect(await counted()).toBe((await bursts()).length);
    expect(await counted(await addStaff(context, 'official'))).toBeNull();
    const hide = { visibility: { hidden: true, reason: 'spam' }, reports: burst.reports };
    const done = await moderator.ask('POST', '/api/staff/operations', hide);
    expect(done.body.changed).toBe(12);
    const shown = async () => (await list(context.app, 'category=LAND_ACT')).map(({ id }) => id).sort();
    expect(await shown()).toEqual([...other].sort());
    expect(JSON.stringify(await bursts())).not.toContain(flood[0]);
    await moderator.ask('POST', `/api/staff/operations/${done.body.operation}/undo`, {});
    expect(await shown()).toEqual([...flood, ...other].sort());
  });

  test('of another settlement is none to a moderator of this one', async () => {
    const limited = await addStaff(context, 'moderator', ['alai-1']);
    const flood = await pour(6, '2001:db8::7', (n) => [72.849, 40.4925 + n / 100_000]);
    expect(JSON.stringify(await bursts())).toContain(flood[0]);
    expect(JSON.stringify(await bursts(limited))).not.toContain(flood[0]);
  });

  test('leaves no address: only a hash under the salt of the day, for seven days', async () => {
    const hash = addressHasher(context.database);
    const [first, again, another] = [await hash('203.0.113.7'), await hash('203.0.113.7'), await hash('203.0.113.8')];
    expect(first.equals(again)).toBe(true);
    expect(first.equals(another)).toBe(false);
    const stored = () =>
      query<{ hash: string }>(context.database, "select encode(address_hash, 'hex') as hash from report_origins");
    expect((await stored()).map((row) => row.hash)).toContain(first.toString('hex'));
    // Another process on the same day makes the same, one of tomorrow another.
    expect((await addressHasher(context.database)('203.0.113.7')).equals(first)).toBe(true);
    await query(context.database, 'update address_salts set day = day - 1', []);
    await query(context.database, "update report_origins set created_at = now() - interval '7 days 1 minute'", []);
    await forgetAddresses(context.database, daysBefore(new Date(), 7), new Date());
    expect(await stored()).toEqual([]);
    expect(await query(context.database, 'select * from address_salts')).toEqual([]);
    expect((await addressHasher(context.database)('203.0.113.7')).equals(first)).toBe(false);
  });
});

test('flags and questions keep to the limit of writes', async () => {
  const limited = await testApp({ config: { writeLimitPerMinute: 3 } });
  try {
    const { id } = await send(limited.app);
    const answers = [];
    for (let n = 0; n < 4; n++)
      answers.push(
        (await limited.post(`/api/reports/${id}/flags`, { reason: 'spam' }, { 'device-token': DEVICE })).status,
      );
    expect(answers).toEqual([200, 200, 429, 429]);
  } finally {
    await limited.close();
  }
});
