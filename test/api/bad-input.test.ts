import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, list, point } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp({ config: { requestTimeoutSeconds: 2 } });
});
afterAll(() => context.close());

const good = { category: 'ROAD_MUD', location: point(IN_ALAI_1) };
const at = (...coordinates: unknown[]) => ({ ...good, location: { type: 'Point', coordinates } });

describe('POST /api/reports refuses', () => {
  test.each<[string, unknown, string, string?]>([
    ['no category', { location: good.location }, 'invalid_input', 'category'],
    ['no place at all', { category: 'ROAD' }, 'invalid_input', 'location'],
    ['an unknown category', { ...good, category: 'NOTHING' }, 'category_unknown', 'category'],
    ['a category in lower case', { ...good, category: 'road' }, 'category_unknown', 'category'],
    ['an unknown area', { category: 'ROAD', area: 'alai-9' }, 'area_unknown', 'area'],
    ['exchanged coordinates', at(40.4985, 72.838), 'location_swapped', 'location.coordinates'],
    ['coordinates beyond the world', at(181, 40), 'location_out_of_range', 'location.coordinates'],
    ['coordinates beyond a pole', at(10, -90.01), 'location_out_of_range', 'location.coordinates'],
    ['coordinates as text', at('72.8', '40.5'), 'invalid_input', 'location.coordinates.0'],
    ['one coordinate', at(72.8), 'invalid_input', 'location.coordinates'],
    ['null coordinates (NaN in JSON)', at(null, null), 'invalid_input', 'location.coordinates.0'],
    [
      'another geometry',
      { ...good, location: { type: 'LineString', coordinates: [[72.8, 40.5]] } },
      'invalid_input',
      'location.type',
    ],
    ['a property we do not know', { ...good, status: 'resolved' }, 'invalid_input', 'status'],
    ['a demo flag', { ...good, demo: true }, 'invalid_input', 'demo'],
    ['households as text', { ...good, households: '5' }, 'invalid_input', 'households'],
    ['no households', { ...good, households: 0 }, 'invalid_input', 'households'],
    ['201 households', { ...good, households: 201 }, 'invalid_input', 'households'],
    ['half a household', { ...good, households: 1.5 }, 'invalid_input', 'households'],
    ['4001 characters', { ...good, description: 'ү'.repeat(4001) }, 'invalid_input', 'description'],
    ['an unknown language', { ...good, language: 'de' }, 'invalid_input', 'language'],
    ['an unknown precision', { ...good, precision: 'finest' }, 'invalid_input', 'precision'],
    ['a day that does not exist', { ...good, observedAt: '2026-02-30' }, 'date_malformed', 'observedAt'],
    ['the future', { ...good, observedAt: '2999-01-01' }, 'observed_in_future', 'observedAt'],
    [
      'contact without consent',
      { ...good, contact: { phone: '+996555000111', consent: false } },
      'contact_without_consent',
      'contact.consent',
    ],
    ['contact with nothing in it', { ...good, contact: { name: '  ', consent: true } }, 'contact_empty', 'contact'],
    [
      'a phone that is none',
      { ...good, contact: { phone: 'call me', consent: true } },
      'phone_malformed',
      'contact.phone',
    ],
    ['a list', [good], 'invalid_input', ''],
  ])('%s', async (_name, body, code, path) => {
    const before = (await list(context.app)).length;
    const answer = await context.app.inject({ method: 'POST', url: '/api/reports', payload: body as object });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json()).toMatchObject({ status: 400, code });
    if (path !== undefined) expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await list(context.app)).length).toBe(before);
  });

  test.each([
    ['broken JSON', '{"category":', 'application/json', 400, 'malformed_json'],
    ['nothing', '', 'application/json', 400, 'malformed_json'],
    [
      'a number that is infinite',
      '{"category":"ROAD","location":{"type":"Point","coordinates":[1e999,40]}}',
      'application/json',
      400,
      'invalid_input',
    ],
    ['prototype pollution', '{"category":"ROAD","__proto__":{"x":1}}', 'application/json', 400, 'malformed_json'],
    ['a form', 'category=ROAD', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    [
      '5 MB',
      JSON.stringify({ ...good, description: 'x'.repeat(5_000_000) }),
      'application/json',
      413,
      'body_too_large',
    ],
    [
      'a polygon of 100,000 corners',
      JSON.stringify({
        category: 'ROAD',
        location: { type: 'Polygon', coordinates: [Array(100_000).fill(IN_ALAI_1)] },
      }),
      'application/json',
      413,
      'body_too_large',
    ],
  ])('%s', async (_name, payload, type, status, code) => {
    const answer = await context.app.inject({
      method: 'POST',
      url: '/api/reports',
      headers: { 'content-type': type },
      payload,
    });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('an idempotency key that is no UUID', async () => {
    const answer = await context.app.inject({
      method: 'POST',
      url: '/api/reports',
      headers: { 'idempotency-key': 'abc' },
      payload: good,
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'idempotency_key_malformed']);
  });

  test('every fault at once, each with its path', async () => {
    const answer = await context.app.inject({
      method: 'POST',
      url: '/api/reports',
      payload: { households: 'x', precision: 'y', unknown: 1 },
    });
    expect(answer.json().errors).toEqual(
      expect.arrayContaining([
        { path: 'category', code: 'required' },
        { path: 'unknown', code: 'unknown_property' },
        { path: 'households', code: 'wrong_type' },
        { path: 'precision', code: 'unknown_value' },
      ]),
    );
  });
});

describe('nothing a client sends makes a 5xx', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '0',
      '-1',
      'NaN',
      '1e400',
      '%00',
      "'; drop table reports; --",
      '\u0000',
      '🙂',
      'alai-1',
      'ROAD',
      '72,40,73,41',
    ),
  );

  test('in any query parameter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('reports', 'statistics', 'heat', 'exports/reports.geojson', 'exports/areas.geojson'),
        fc.dictionary(
          fc.constantFrom(
            'area',
            'category',
            'status',
            'from',
            'to',
            'bbox',
            'within',
            'q',
            'demo',
            'cursor',
            'limit',
            'by',
            'radius',
            'weight',
            'lang',
          ),
          value,
          { maxKeys: 4 },
        ),
        async (door, query) => {
          const answer = await context.app.inject({ url: `/api/${door}`, query });
          expect(answer.statusCode, answer.body).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('in any body', async () => {
    const any = fc.oneof(
      value,
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.double(), { maxLength: 4 }),
    );
    const body = fc.record(
      {
        category: fc.oneof(fc.constantFrom('ROAD_MUD', 'WATER', 'LAND_ACT'), any),
        location: fc.oneof(
          fc.record({ type: fc.constant('Point'), coordinates: fc.tuple(fc.double(), fc.double()) }),
          any,
        ),
        area: any,
        landmark: any,
        description: any,
        households: any,
        observedAt: any,
        precision: fc.oneof(fc.constantFrom('exact', 'coarse', 'area'), any),
        contact: fc.oneof(fc.record({ name: any, phone: any, consent: any }), any),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const answer = await context.app.inject({ method: 'POST', url: '/api/reports', payload });
        expect(answer.statusCode, answer.body).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });

  test('with a valid report anywhere in the world at any precision', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.constantFrom('ROAD_MUD', 'WATER_CUT', 'LAND_ACT'),
        async (lng, lat, category) => {
          fc.pre(!(lng > 40 && lng < 41 && lat > 72 && lat < 73.5));
          const answer = await context.app.inject({
            method: 'POST',
            url: '/api/reports',
            payload: { category, location: point([lng, lat]) },
          });
          expect(answer.statusCode, answer.body).toBe(201);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each(['/%ZZ', '/api/track/%E0%A4%A', '/api/reports/%'])('with an address like %s', async (url) => {
    const answer = await context.app.inject(url);
    expect([answer.statusCode, answer.headers['content-type'], answer.json().code]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
      'malformed_url',
    ]);
  });

  test.each([
    [
      'headers longer than the server reads',
      `GET /api/reports?q=${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['a request line that is none', 'HELLO\r\n\r\n', 400, 'malformed_request'],
    ['headers that never end', 'GET /api/reports HTTP/1.1\r\nHost: x\r\n', 408, 'request_timeout'],
    [
      'a body that never ends',
      'POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{',
      408,
      'request_timeout',
    ],
  ])('with %s', async (_name, raw, status, code) => {
    if (!context.app.server.listening) await context.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = context.app.server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(raw));
      socket
        .on('data', (bytes) => (text += bytes.toString()))
        .on('close', () => resolve(text))
        .on('error', reject);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status, code });
  });
});
