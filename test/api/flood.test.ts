import { afterAll, beforeAll, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
  await query(
    context.database,
    `insert into reports (code, category_code, kind_code, location, precision, published_description)
     select translate(upper(substr(md5(i::text), 1, 10)), '01', 'XY'), 'ROAD', 'ROAD_MUD',
       st_setsrid(st_makepoint(72.82 + (i * 7919 % 1000) / 25000.0, 40.48 + (i * 104729 % 1000) / 40000.0), 4326), 'exact', 'Көпүрө ' || i
     from generate_series(1, 3000) as i`,
  );
  await context.app.live.wake();
});
afterAll(() => context.close());

test('a flood of tiles and filters that nobody has asked for before is shed with a code; the rest goes on', async () => {
  const within = Array.from({ length: 200 }, (_, i) => {
    const angle = (i * 2 * Math.PI) / 200;
    return `${(72.84 + Math.cos(angle) / 50).toFixed(6)},${(40.49 + Math.sin(angle) / 50).toFixed(6)}`;
  }).join(';');
  const flood = Array.from({ length: 3000 }, (_, n) => {
    const z = n % 23;
    const [x, y] = [Math.floor(0.7023 * 2 ** z), Math.floor(0.3765 * 2 ** z)];
    const day = new Date(Date.UTC(2001, 0, 1 + n)).toISOString().slice(0, 10);
    return context.get(`/tiles/reports/${z}/${x}/${y}.mvt?from=${day}&within=${within}`);
  });
  // In the midst of it: the process lives and a report is taken.
  const [health, created] = await Promise.all([context.get('/healthz'), send(context.app)]);
  expect(health.status).toBe(200);
  expect(created.id).toBeDefined();
  const answers = await Promise.all(flood);
  const shed = answers.filter(({ status }) => status === 503);
  expect(shed.length).toBeGreaterThan(0);
  for (const answer of shed) expect([answer.body.code, answer.headers['retry-after']]).toEqual(['server_busy', '1']);
  const seen = new Set(answers.map(({ status }) => status));
  expect(seen.has(200)).toBe(true);
  expect([...seen].filter((status) => ![200, 204, 503].includes(status))).toEqual([]);
  expect(context.app.live.gate.waiting).toBe(0);
  // Soon over: the same question is answered when it is asked again.
  expect((await context.get('/tiles/reports/11/1438/771.mvt')).status).toBe(200);
});

test('a flood of search words is shed as well, and the words are found afterwards', async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      context.get(`/tiles/reports/11/1438/771.mvt?q=${encodeURIComponent('көпүрө')}+${n}`),
    ),
  );
  const codes = new Set(answers.filter(({ status }) => status === 503).map(({ body }) => body.code));
  expect(codes).toEqual(new Set(['server_busy']));
  expect((await context.get('/api/statistics?q=копуро')).body.total.count).toBe(3000);
});
