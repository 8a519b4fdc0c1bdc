import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_2, list, OUTSIDE, point, send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
  await send(context.app, {
    category: 'ROAD_MUD',
    contact: { name: 'Үлгү Аты', phone: '+996555000111', consent: true },
  });
  await send(context.app, { category: 'WATER_CUT', location: point(IN_ALAI_2) });
  await send(context.app, { category: 'LAND_ACT', location: point(OUTSIDE) });
});
afterAll(() => context.close());

const download = (url: string) => context.app.inject(url);

describe('reports.geojson', () => {
  test('holds the same features as the list, in a FeatureCollection a GIS opens (RFC 7946)', async () => {
    const answer = await download('/api/exports/reports.geojson');
    expect(answer.headers['content-type']).toContain('application/geo+json');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="alai-reports-\d{4}-\d\d-\d\d\.geojson"$/,
    );
    const collection = answer.json();
    expect(collection.features).toEqual(await list(context.app));
    expect(collection.crs).toBeUndefined();
    for (const feature of collection.features) {
      expect(feature).toMatchObject({ type: 'Feature', id: expect.any(String) });
      expect(feature.geometry === null || feature.geometry.coordinates.length === 2).toBe(true);
    }
  });

  test('follows the filters', async () => {
    expect((await download('/api/exports/reports.geojson?area=alai-2')).json().features.length).toBe(1);
    expect((await download('/api/exports/reports.geojson?status=rejected')).json().features).toEqual([]);
  });

  test('says in the file that boundaries are placeholders, until the official ones are there', async () => {
    expect((await download('/api/exports/reports.geojson?lang=ru')).json().notice).toEqual([
      'Границы приблизительные – заменить официальными.',
    ]);
    await query(context.database, 'update areas set approximate = false');
    expect((await download('/api/exports/reports.geojson?lang=ru')).json().notice).toEqual([]);
    await query(context.database, 'update areas set approximate = true');
  });

  test('names codes in the language asked for', async () => {
    const [feature] = (await download('/api/exports/reports.geojson?category=ROAD&lang=ky')).json().features;
    expect(feature.properties).toMatchObject({
      categoryName: 'Жолдор жана көпүрөлөр',
      statusName: 'Жаңы',
      areaName: 'Алай 1 жилмассиви',
    });
  });

  test('walks through more reports than one page holds', async () => {
    await query(
      context.database,
      `insert into reports (code, category_code, location, precision)
       select translate(upper(substr(md5(i::text), 1, 10)), '01', 'XY'), 'ROAD', st_setsrid(st_makepoint(72.838, 40.4985), 4326), 'exact' from generate_series(1, 2500) as i`,
    );
    const { features } = (await download('/api/exports/reports.geojson?category=ROAD')).json();
    expect(features.length).toBe(2501);
    expect(new Set(features.map((feature: { id: string }) => feature.id)).size).toBe(2501);
  });
});

describe('layers computed from reports', () => {
  // The reports of the tests above were not sent through the app.
  beforeAll(() => context.app.live.wake());
  const columnsOf = (feature: { properties: object }) => Object.entries(feature.properties);

  test('hold what the map shows, one value a column, and say what they are made of and what was left out', async () => {
    for (const [layer, path, asked] of [
      ['heat', 'heat', 'radius=300&weight=reports'],
      ['grid', 'grid', 'size=300'],
      ['hotspots', 'hotspots', 'radius=200&minimum=3'],
    ]) {
      const shown = (await download(`/api/${path}?${asked}`)).json();
      const answer = await download(`/api/exports/${layer}.geojson?${asked}&lang=en`);
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="alai-${layer}-\\d{4}-\\d\\d-\\d\\d\\.geojson"$`),
      );
      const collection = answer.json();
      const geometries = (of: { features: { geometry: object }[] }) => of.features.map(({ geometry }) => geometry);
      expect(collection.features.length, layer).toBeGreaterThan(0);
      expect(geometries(collection)).toEqual(geometries(shown));
      for (const feature of collection.features)
        for (const [column, value] of columnsOf(feature))
          expect(typeof value === 'object' && value !== null, column).toBe(false);
      expect(collection.notice.join()).toContain('Boundaries are approximate');
      expect(collection.notice.at(-1)).toContain(`Reports with a place: ${shown.reports.onMap}.`);
      expect(collection.notice.at(-1)).toContain(`outside boundaries – ${shown.reports.outside}.`);
    }
  });

  test('name areas and categories in the language asked for, and only codes without one', async () => {
    const [spot] = (await download('/api/exports/hotspots.geojson?lang=ky')).json().features;
    expect(spot.properties).toMatchObject({
      rank: 1,
      area: 'alai-1',
      areaName: 'Алай 1 жилмассиви',
      category_1: 'ROAD',
      category_1_name: 'Жолдор жана көпүрөлөр',
      radius_m: 120,
      minimum: 5,
      category_3: null,
    });
    const [bare] = (await download('/api/exports/hotspots.geojson')).json().features;
    expect(Object.keys(bare.properties).filter((column) => /name/i.test(column))).toEqual([]);
    const [band] = (await download('/api/exports/heat.geojson?lang=ru&radius=200')).json().features;
    expect(band.properties).toMatchObject({ areaName: 'жилмассив Алай 1', step: 1, radius_m: 200 });
  });

  test('follow the filters, and refuse what the map would refuse', async () => {
    expect((await download('/api/exports/hotspots.geojson?category=WATER')).json().features).toEqual([]);
    for (const [asked, code] of [
      ['heat.geojson?radius=99', 'radius_out_of_range'],
      ['grid.geojson?size=99', 'size_out_of_range'],
      ['hotspots.geojson?minimum=2', 'invalid_input'],
      ['hotspots.geojson?lang=de', 'invalid_input'],
      ['grid.geojson?radius=150', 'unknown_parameter'],
    ]) {
      const answer = await download(`/api/exports/${asked}`);
      expect([answer.statusCode, answer.json().code], asked).toEqual([400, code]);
    }
  });
});

test('areas.geojson holds the boundaries with counts, one value a column', async () => {
  const collection = (await download('/api/exports/areas.geojson?lang=en&category=WATER')).json();
  expect(collection.features.map((feature: { properties: object }) => feature.properties)).toMatchObject([
    { code: 'alai-1', name: 'Alai 1 housing estate', approximate: true, reports: 0 },
    {
      code: 'alai-2',
      name: 'Alai 2 housing estate',
      approximate: true,
      reports: 1,
      households: null,
      reports_per_100_households: null,
    },
  ]);
  for (const { properties } of collection.features)
    for (const value of Object.values(properties)) expect(typeof value === 'object' && value !== null).toBe(false);
});

test('per 100 households is given only where households are known', async () => {
  await query(context.database, "update areas set households = 40 where code = 'alai-2'");
  const [first, second] = (await download('/api/exports/areas.geojson?category=WATER')).json().features;
  expect([first.properties.reports_per_100_households, second.properties.reports_per_100_households]).toEqual([
    null,
    2.5,
  ]);
});

test('invented reports are announced at the head of the file', async () => {
  await query(context.database, 'update reports set demo = true');
  expect((await download('/api/exports/reports.geojson?lang=ky')).json().notice).toContain(
    'Үлгү маалымат: билдирүүлөр ойдон чыгарылган.',
  );
});
