import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const feed = (query = '') => context.get(`/feeds/reports.atom${query}`);
const entries = (text: string) => text.split('<entry>').slice(1);

test('a feed of an area and a category has just their reports, in the language asked for, and says whose it is', async () => {
  const here = await send(context.app, { category: 'ROAD_POTHOLE', location: point(IN_ALAI_1) });
  const elsewhere = await send(context.app, { category: 'ROAD_POTHOLE', location: point(IN_ALAI_2) });
  const other = await send(context.app, { category: 'LIGHT_NONE', location: point(IN_ALAI_1) });
  const answer = await feed('?area=alai-1&category=ROAD');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
  expect(answer.text).toContain(here.id);
  expect(answer.text).toContain(`/r/${here.code}`);
  expect(answer.text).not.toMatch(new RegExp(`${elsewhere.id}|${other.id}`));
  expect(answer.text).toMatch(/<title>Алай картасы · .+ · Жол/);
  // Placeholder boundaries are named wherever an area is.
  expect(answer.text).toContain('Чек аралар болжолдуу');
  expect((await feed('?area=alai-1&lang=ru')).text).toContain('Карта Алая');
});

test('asked again with its ETag an unchanged feed is not sent again, and a changed one is', async () => {
  const first = await feed('?category=WASTE');
  const again = () => context.get('/feeds/reports.atom?category=WASTE', { 'if-none-match': first.headers.etag! });
  expect((await again()).status).toBe(304);
  await send(context.app, { category: 'WASTE_DUMP' });
  expect((await again()).status).toBe(200);
});

test('nothing unpublished is in it: words wait for a moderator, and what is hidden is gone', async () => {
  const report = await send(context.app, {
    category: 'DRAIN',
    description: 'Тосулган <арык> & "суу"',
    landmark: 'Көк дарбаза',
  });
  expect((await feed('?category=DRAIN')).text).not.toMatch(/арык>|Көк дарбаза/);
  const change = (what: string, body: object, version: string) =>
    moderator.ask('PATCH', `/api/staff/reports/${report.id}/${what}`, body, { 'if-match': version });
  await change('text', { description: 'Тосулган <арык> & "суу"' }, '1');
  const [entry] = entries((await feed('?category=DRAIN')).text);
  expect(entry).toContain('Тосулган &lt;арык&gt; &amp; &quot;суу&quot;');
  expect(entry).not.toContain('Көк дарбаза');
  await change('visibility', { hidden: true, reason: 'spam' }, '2');
  expect(entries((await feed('?category=DRAIN')).text)).toEqual([]);
});

test('of a report that is not exact a feed tells the day and no more, of an exact one the time', async () => {
  await send(context.app, { category: 'WATER_CUT' });
  await send(context.app, { category: 'HEALTH' });
  await send(context.app, { category: 'TRANSPORT' });
  const times = async (category: string) =>
    [...(await feed(`?category=${category}`)).text.matchAll(/<(?:published|updated)>([^<]+)</g)].map(
      (match) => match[1]!,
    );
  for (const category of ['WATER', 'HEALTH'])
    for (const time of await times(category)) expect(time).toMatch(/T18:00:00(\.0+)?Z$/);
  expect((await times('TRANSPORT'))[0]).not.toMatch(/T18:00:00(\.0+)?Z$/);
});

test('it is no door to the exact place: a box or a polygon finds by what is published', async () => {
  const place: [number, number] = [72.83712, 40.49873];
  const { id, report } = await send(context.app, { category: 'ENERGY', location: point(place) });
  const box = (at: readonly number[]) =>
    at.map((degrees) => degrees - 0.00001).concat(at.map((degrees) => degrees + 0.00001));
  expect((await feed(`?bbox=${box(place)}`)).text).not.toContain(id);
  expect((await feed(`?bbox=${box(report.geometry!.coordinates)}`)).text).toContain(id);
});

test.each([
  ['?area=nowhere', 'area_unknown'],
  ['?category=NOTHING', 'category_unknown'],
  ['?lang=xx', 'invalid_input'],
  ['?color=red', 'unknown_parameter'],
])('%s is refused', async (query, code) => {
  const answer = await feed(query);
  expect([answer.status, answer.body.code]).toEqual([400, code]);
});
