import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storedContacts } from '../support/contacts.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, list, OUTSIDE, point, send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

describe('sending a report', () => {
  test('answers 201 with a code to read out, a manage token and the public feature, and the report is in the list', async () => {
    const created = await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_1), households: 4 });
    expect(created.code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
    expect(created.manageToken.length).toBeGreaterThan(30);
    expect(created.report.geometry).toEqual({ type: 'Point', coordinates: IN_ALAI_1 });
    expect(created.report.properties).toMatchObject({
      code: created.code,
      category: 'ROAD',
      kind: 'ROAD_MUD',
      status: 'new',
      area: 'alai-1',
      households: 4,
      supports: 0,
      precision: 'exact',
      channel: 'web',
      demo: false,
    });
    expect((await list(context.app)).map((feature) => feature.id)).toContain(created.id);
  });

  test('says where the new report is', async () => {
    const answer = await context.app.inject({
      method: 'POST',
      url: '/api/reports',
      payload: { category: 'ROAD', area: 'alai-2' },
    });
    expect(answer.headers.location).toBe(`/api/reports/${answer.json().id}`);
    expect((await context.app.inject(String(answer.headers.location))).statusCode).toBe(200);
  });

  test('a boundary never blocks a pin: outside every settlement the area is null', async () => {
    const created = await send(context.app, { location: point(OUTSIDE) });
    expect(created.report.properties.area).toBeNull();
    const far = await send(context.app, { location: point([-58.4, -34.6]), category: 'WATER_CUT' });
    expect(far.report.properties.area).toBeNull();
    expect(far.report.geometry?.coordinates[0]).toBeCloseTo(-58.4, 2);
  });

  test('texts wait for moderation while the pin counts at once', async () => {
    const created = await send(context.app, { description: 'Көпүрө бузулган', landmark: 'мектептин жаны' });
    expect(created.report.properties).toMatchObject({ description: null, landmark: null, photos: [] });
  });

  test('name and phone are stored apart and come back nowhere', async () => {
    const created = await send(context.app, {
      contact: { name: 'Айгүл Үлгү', phone: '+996 555 000 111', consent: true },
    });
    const answers = await Promise.all(
      [
        `/api/reports/${created.id}`,
        `/api/track/${created.code}`,
        '/api/reports',
        '/api/exports/reports.geojson?lang=ky',
      ].map((url) => context.app.inject(url)),
    );
    // What is made by chance or by the clock may hold the same digits.
    const chance = /[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+|"manageToken":"[^"]*"|"code":"[^"]*"|\/r\/\w+/g;
    for (const answer of [JSON.stringify(created), ...answers.map((one) => one.body)])
      expect(answer.replace(chance, '')).not.toMatch(/Айгүл|555/);
    const stored = (await storedContacts(context)).find(({ reportId }) => reportId === created.id);
    expect(stored!.contact).toEqual({ name: 'Айгүл Үлгү', phone: '+996 555 000 111' });
  });
});

describe('the idempotency key', () => {
  test('the same key and body give the same answer and one report, also when the body is written in another order', async () => {
    const key = randomUUID();
    const first = await send(context.app, { category: 'WASTE_DUMP', location: point(IN_ALAI_2), households: 2 }, key);
    const again = await send(context.app, { households: 2, location: point(IN_ALAI_2), category: 'WASTE_DUMP' }, key);
    expect(again).toEqual(first);
    expect((await list(context.app, 'category=WASTE_DUMP')).length).toBe(1);
  });

  test('the answer stays the first one after neighbours supported the report', async () => {
    const key = randomUUID();
    const first = await send(context.app, { category: 'WASTE_BIN' }, key);
    await context.app.inject({
      method: 'POST',
      url: `/api/reports/${first.id}/support`,
      headers: { 'device-token': 'a'.repeat(20) },
    });
    expect(await send(context.app, { category: 'WASTE_BIN' }, key)).toEqual(first);
  });

  test('the same key with another body is refused and stores nothing', async () => {
    const key = randomUUID();
    await send(context.app, { category: 'WASTE_BURN' }, key);
    const answer = await context.app.inject({
      method: 'POST',
      url: '/api/reports',
      headers: { 'idempotency-key': key },
      payload: { category: 'WASTE_BURN', location: point(IN_ALAI_2) },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'idempotency_key_reused']);
    expect((await list(context.app, 'category=WASTE_BURN')).length).toBe(1);
  });

  test('ten phones of one key at the same time make one report', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(context.app, { category: 'WASTE_ANIMAL' }, key)),
    );
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect((await list(context.app, 'category=WASTE_ANIMAL')).length).toBe(1);
  });

  test('only the hash of the manage token is stored', async () => {
    const created = await send(context.app);
    const [row] = await context.database.run<{ id: string }, { hash: Buffer }>(
      { name: 'hash', text: 'select manage_token_hash as hash from reports where id = $1', params: ['id'] },
      { id: created.id },
    );
    expect(row!.hash.length).toBe(32);
    expect(row!.hash.toString('base64url')).not.toBe(created.manageToken);
  });
});

describe('following a report', () => {
  test('one report comes with its history, and the code finds the same, typed any way', async () => {
    const created = await send(context.app);
    const one = (await context.app.inject(`/api/reports/${created.id}`)).json();
    expect(one.properties.history).toEqual([
      { at: created.report.properties.reportedAt, actor: 'resident', event: 'created', status: 'new', note: null },
    ]);
    const typed = `${created.code.slice(0, 4)}-${created.code.slice(4)}`.toLowerCase();
    const tracked = (await context.app.inject(`/api/track/${typed}`)).json();
    expect(tracked).toMatchObject({
      id: created.id,
      code: created.code,
      status: 'new',
      history: one.properties.history,
    });
  });

  test.each([
    '/api/reports/0b5e6700-0000-4000-8000-000000000001',
    '/api/reports/nonsense',
    '/api/track/ZZZZZZZZ',
    '/api/track/x',
    '/api/track/%00',
  ])('%s is not found, with a stable code', async (url) => {
    const answer = await context.app.inject(url);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'report_not_found']);
  });

  test('a hidden report is gone from everywhere', async () => {
    const created = await send(context.app, { category: 'PUBLIC_CLUB' });
    await context.database.script(
      `update reports set hidden_at = now(), hidden_reason = 'test' where id = '${created.id}'`,
    );
    expect(await list(context.app, 'category=PUBLIC_CLUB')).toEqual([]);
    for (const url of [`/api/reports/${created.id}`, `/api/track/${created.code}`])
      expect((await context.app.inject(url)).statusCode).toBe(404);
    const support = await context.app.inject({
      method: 'POST',
      url: `/api/reports/${created.id}/support`,
      headers: { 'device-token': 'b'.repeat(20) },
    });
    expect(support.statusCode).toBe(404);
  });
});

describe('"I have this too"', () => {
  const support = (id: string, device: string, method: 'POST' | 'DELETE' = 'POST') =>
    context.app.inject({ method, url: `/api/reports/${id}/support`, headers: { 'device-token': device } });

  test('counts a device once and can be taken back', async () => {
    const { id } = await send(context.app);
    expect((await support(id, 'c'.repeat(16))).json()).toEqual({ supports: 1, supported: true });
    expect((await support(id, 'c'.repeat(16))).json()).toEqual({ supports: 1, supported: true });
    expect((await support(id, 'd'.repeat(16))).json()).toEqual({ supports: 2, supported: true });
    expect((await support(id, 'c'.repeat(16), 'DELETE')).json()).toEqual({ supports: 1, supported: false });
    expect((await support(id, 'c'.repeat(16), 'DELETE')).json()).toEqual({ supports: 1, supported: false });
    expect((await context.app.inject(`/api/reports/${id}`)).json().properties.supports).toBe(1);
  });

  test('stores nothing that links two reports supported by one phone', async () => {
    const [first, second] = [await send(context.app), await send(context.app)];
    await support(first.id, 'e'.repeat(20));
    await support(second.id, 'e'.repeat(20));
    const rows = await context.database.run<{ ids: string[] }, { device_hmac: Buffer }>(
      {
        name: 'hmacs',
        text: 'select device_hmac from report_supports where report_id = any ($1::uuid[])',
        params: ['ids'],
      },
      { ids: [first.id, second.id] },
    );
    expect(new Set(rows.map((row) => row.device_hmac.toString('hex'))).size).toBe(2);
  });

  test.each([undefined, 'short', 'x'.repeat(200)])('device token %s is refused', async (token) => {
    const { id } = await send(context.app);
    const answer = await context.app.inject({
      method: 'POST',
      url: `/api/reports/${id}/support`,
      headers: token === undefined ? {} : { 'device-token': token },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'device_token_malformed']);
  });
});

describe('likely duplicates nearby', () => {
  const nearby = async (lng: number, lat: number, category: string) =>
    (await context.app.inject(`/api/reports/nearby?lng=${lng}&lat=${lat}&category=${category}`)).json().features as {
      id: string;
      properties: { distance: number };
    }[];

  test('come nearest first with the distance to the published point, of the same category, open ones only', async () => {
    const [lng, lat] = [72.8495, 40.4905];
    const near = await send(context.app, { category: 'LIGHT_NONE', location: point([lng + 0.0005, lat]) });
    const nearer = await send(context.app, { category: 'LIGHT_BROKEN', location: point([lng + 0.0001, lat]) });
    await send(context.app, { category: 'LIGHT_NONE', location: point([lng + 0.01, lat]) });
    await send(context.app, { category: 'ROAD_MUD', location: point([lng, lat]) });
    const resolved = await send(context.app, { category: 'LIGHT_NONE', location: point([lng, lat]) });
    await context.database.script(`update reports set status = 'resolved' where id = '${resolved.id}'`);
    const found = await nearby(lng, lat, 'LIGHT_POLE');
    expect(found.map((feature) => feature.id)).toEqual([nearer.id, near.id]);
    // 0.0005 degrees of longitude at 40.49 N are 42.4 m.
    expect(found[1]!.properties.distance).toBeCloseTo(42.4, 0);
  });

  test('never show a report that is known by its settlement only', async () => {
    const created = await send(context.app, { category: 'LAND_ACT', location: point(IN_ALAI_1) });
    const [lng, lat] = created.report.geometry!.coordinates as [number, number];
    expect(await nearby(lng, lat, 'LAND')).toEqual([]);
    expect(await nearby(...IN_ALAI_1, 'LAND')).toEqual([]);
  });
});
