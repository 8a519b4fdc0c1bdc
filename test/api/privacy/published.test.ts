import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../../server/app.ts';
import { testApp, type TestApp } from '../../support/database.ts';
import { IN_ALAI_1, list, OUTSIDE, point, send } from '../../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

/** Every public door that could tell a place. */
const DOORS = [
  '/api/reports?limit=1000',
  '/api/exports/reports.geojson?lang=ky',
  '/api/exports/areas.geojson',
  '/api/statistics?by=area,category,kind,status,month',
  '/api/areas',
];

describe('a report that is not exact', () => {
  test('shows the centre of its 100 m cell, the same for everyone in the cell, through every door', async () => {
    const home: [number, number] = [72.83712, 40.49931];
    const first = await send(context.app, { category: 'WATER_CUT', location: point(home) });
    const second = await send(context.app, {
      category: 'WATER_NONE',
      location: point([home[0] + 0.00003, home[1] - 0.00002]),
    });
    expect(first.report.properties.precision).toBe('coarse');
    expect(first.report.geometry).toEqual(second.report.geometry);
    const published = first.report.geometry!.coordinates;
    expect(published).not.toEqual(home);
    for (const door of [
      ...DOORS,
      `/api/reports/${first.id}`,
      `/api/track/${first.code}`,
      `/api/reports/nearby?lng=${published[0]}&lat=${published[1]}&category=WATER`,
    ]) {
      expect((await context.app.inject(door)).body).not.toMatch(/72\.8371[12]|40\.4993/);
    }
  });

  test('makes the same heat wherever in its cell it lies', async () => {
    const heatOf = async (home: [number, number]) => {
      const { id } = await send(context.app, { category: 'ENERGY_CUT', location: point(home) });
      const heat = (await context.app.inject('/api/heat?category=ENERGY_CUT&radius=100')).json();
      await context.database.script(`update reports set hidden_at = now(), hidden_reason = 'test' where id = '${id}'`);
      await context.app.live.wake();
      return heat;
    };
    const first = await heatOf([72.8402, 40.4962]);
    expect(first.features.length).toBeGreaterThan(0);
    expect(await heatOf([72.84025, 40.49615])).toEqual(first);
  });

  test('is counted in the same hexagon wherever in its cell it lies', async () => {
    const gridOf = async (home: [number, number]) => {
      const { id } = await send(context.app, { category: 'ENERGY_CUT', location: point(home) });
      const grid = (await context.app.inject('/api/grid?category=ENERGY_CUT&size=100')).json();
      await context.database.script(`update reports set hidden_at = now(), hidden_reason = 'test' where id = '${id}'`);
      await context.app.live.wake();
      return grid;
    };
    const first = await gridOf([72.8402, 40.4962]);
    expect(first.features).toHaveLength(1);
    expect(await gridOf([72.84025, 40.49615])).toEqual(first);
  });

  test('is found by the box of its cell centre and never by a box around its home', async () => {
    const home: [number, number] = [72.8402, 40.4962];
    const { report, code } = await send(context.app, { category: 'WATER_PRICE', location: point(home) });
    const [lng, lat] = report.geometry!.coordinates as [number, number];
    const box = (x: number, y: number) => `${x - 0.00001},${y - 0.00001},${x + 0.00001},${y + 0.00001}`;
    const codes = async (query: string) =>
      (await list(context.app, `category=WATER_PRICE&${query}`)).map((feature) => feature.properties.code);
    expect(await codes(`bbox=${box(lng, lat)}`)).toEqual([code]);
    expect(await codes(`bbox=${box(...home)}`)).toEqual([]);
    const [x, y] = home;
    expect(
      await codes(
        `within=${x - 0.0001},${y - 0.0001};${x + 0.0001},${y - 0.0001};${x + 0.0001},${y + 0.0001};${x - 0.0001},${y + 0.0001}`,
      ),
    ).toEqual([]);
  });

  test('known by its settlement only stands on the label point, and nowhere when it lies outside every settlement', async () => {
    const labels = new Map(
      (await context.app.inject('/api/areas'))
        .json()
        .features.map((area: { id: string; properties: { labelPoint: number[] } }) => [
          area.id,
          area.properties.labelPoint,
        ]),
    );
    const inside = await send(context.app, { category: 'HEALTH_DOCTOR', location: point([72.8351, 40.4971]) });
    expect(inside.report.properties).toMatchObject({ precision: 'area', area: 'alai-1' });
    expect(inside.report.geometry!.coordinates).toEqual(labels.get('alai-1'));
    const outside = await send(context.app, { category: 'HEALTH_DOCTOR', location: point(OUTSIDE) });
    expect(outside.report.properties).toMatchObject({ precision: 'area', area: null });
    expect(outside.report.geometry).toBeNull();
    const named = await send(context.app, { category: 'ROAD_MUD', area: 'alai-2', precision: 'exact' });
    expect(named.report.properties).toMatchObject({ precision: 'area', area: 'alai-2' });
  });

  test('shows the day instead of the time, history included, so that two reports minutes apart cannot be linked', async () => {
    const created = await send(context.app, { category: 'CIVIC_PASSPORT' });
    const one = (await context.app.inject(`/api/reports/${created.id}`)).json().properties;
    for (const time of [one.reportedAt, one.updatedAt, ...one.history.map((entry: { at: string }) => entry.at)]) {
      // Midnight in Asia/Bishkek is 18:00 UTC of the day before.
      expect(time).toMatch(/T18:00:00Z$/);
    }
  });

  test('has no place in the order of a day: the list sorts by what it shows', async () => {
    const sent: string[] = [];
    for (let i = 0; i < 12; i++) sent.push((await send(context.app, { category: 'SAFETY_CRIME' })).id);
    const listed = (await list(context.app, 'category=SAFETY_CRIME')).map((feature) => feature.id);
    expect(listed).toEqual([...sent].sort().reverse());
  });

  test('keeps its landmark to itself after moderation, its description is shown', async () => {
    const coarse = await send(context.app, { category: 'TELECOM_MOBILE', landmark: 'көк дарбаза' });
    const exact = await send(context.app, { category: 'ROAD_POTHOLE', landmark: 'көк дарбаза' });
    await context.database.script(
      "update reports set published_description = 'Байланыш жок', published_landmark = landmark where landmark is not null",
    );
    const properties = async (id: string) => (await context.app.inject(`/api/reports/${id}`)).json().properties;
    expect(await properties(coarse.id)).toMatchObject({ description: 'Байланыш жок', landmark: null });
    expect(await properties(exact.id)).toMatchObject({ description: 'Байланыш жок', landmark: 'көк дарбаза' });
    expect((await list(context.app, 'q=дарбаза')).map((feature) => feature.id)).toEqual([exact.id]);
  });
});

describe('precision', () => {
  test('may be chosen coarser, never finer than the kind allows', async () => {
    expect((await send(context.app, { category: 'ROAD_MUD', precision: 'coarse' })).report.properties.precision).toBe(
      'coarse',
    );
    expect((await send(context.app, { category: 'ROAD_MUD', precision: 'area' })).report.properties.precision).toBe(
      'area',
    );
    expect((await send(context.app, { category: 'WATER_CUT', precision: 'exact' })).report.properties.precision).toBe(
      'coarse',
    );
    expect((await send(context.app, { category: 'LAND_ACT', precision: 'exact' })).report.properties.precision).toBe(
      'area',
    );
    expect((await send(context.app, { category: 'WATER', precision: 'exact' })).report.properties.precision).toBe(
      'coarse',
    );
  });

  test('heat is made of exact and coarse reports only and says how many it leaves out', async () => {
    const before = (await context.app.inject('/api/heat?area=alai-1')).json().reports;
    await send(context.app, { category: 'LAND_ACT', location: point(IN_ALAI_1) });
    await send(context.app, { category: 'WATER_CUT', location: point(IN_ALAI_1) });
    await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_1) });
    const after = (await context.app.inject('/api/heat?area=alai-1')).json().reports;
    expect([after.total - before.total, after.onMap - before.onMap, after.areaOnly - before.areaOnly]).toEqual([
      3, 2, 1,
    ]);
  });
});

test('logs hold no place, no query, no text of a report and no address', async () => {
  const lines: string[] = [];
  const app = await buildApp({ ...context.config, logLevel: 'trace' }, context.database, {
    write: (line) => lines.push(line),
  });
  await send(app, { description: 'купуя сөз', contact: { name: 'Үлгү Аты', phone: '+996555123456', consent: true } });
  await app.inject('/api/reports/nearby?lng=72.83123&lat=40.49123&category=ROAD');
  await app.inject('/api/reports?bbox=72.83123,40.49123,72.84,40.5');
  await app.close();
  expect(lines.length).toBeGreaterThan(2);
  // The clock may say 555 too.
  const said = lines.join('\n').replace(/"time":"[^"]*"/g, '');
  expect(said).not.toMatch(/72\.83|40\.49|купуя|Үлгү|555|127\.0\.0\.1|bbox/);
});
