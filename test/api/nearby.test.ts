import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { point, send } from '../support/reports.ts';
import { addStaff } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const [LNG, LAT] = [72.8395, 40.4975];
/** Metres to the east, at 40.5 degrees north. */
const east = (metres: number): [number, number] => [LNG + metres / 84_800, LAT];
const nearby = async (category: string) =>
  (await context.get(`/api/reports/nearby?lng=${LNG}&lat=${LAT}&category=${category}`)).body.features.map(
    ({ id }: { id: string }) => id,
  );
const makeOlder = (id: string, days: number) =>
  context.database.script(`update reports set reported_at = now() - interval '${days} days' where id = '${id}'`);

test('how near a likely duplicate is depends on its category: a lamp stands where it stands, a bus is missed from farther away', async () => {
  const lamp = await send(context.app, { category: 'LIGHT_BROKEN', location: point(east(150)) });
  const stop = await send(context.app, { category: 'TRANSPORT', location: point(east(150)) });
  expect(await nearby('LIGHT')).not.toContain(lamp.id);
  expect(await nearby('TRANSPORT')).toContain(stop.id);
});

test('what was reported long ago is no duplicate, and how long ago depends on the category', async () => {
  const waste = await send(context.app, { category: 'WASTE_DUMP', location: point(east(20)) });
  const road = await send(context.app, { category: 'ROAD_POTHOLE', location: point(east(20)) });
  expect(await nearby('WASTE')).toContain(waste.id);
  for (const { id } of [waste, road]) await makeOlder(id, 120);
  await context.app.live.wake();
  expect(await nearby('WASTE')).not.toContain(waste.id);
  expect(await nearby('ROAD')).toContain(road.id);
});

test('an administrator sets radius and age of a category, within reason', async () => {
  const admin = await addStaff(context, 'admin');
  const far = await send(context.app, { category: 'PUBLIC', location: point(east(400)) });
  expect(await nearby('PUBLIC')).not.toContain(far.id);
  const { categories } = (await admin.ask('GET', '/api/staff/categories')).body;
  const { version } = categories.find(({ code }: { code: string }) => code === 'PUBLIC');
  const change = (nearby: object, seen = version) =>
    admin.ask('PATCH', '/api/staff/categories/PUBLIC', { nearby }, { 'if-match': String(seen) });
  expect((await change({ metres: 500, days: 30 })).body.category.nearby).toEqual({ metres: 500, days: 30 });
  expect(await nearby('PUBLIC')).toContain(far.id);
  for (const wrong of [{ metres: 5000, days: 30 }, { metres: 500, days: 0 }, { metres: 500 }])
    expect((await change(wrong, version + 1)).body.code).toBe('invalid_input');
});
