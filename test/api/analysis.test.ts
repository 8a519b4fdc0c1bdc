import { area as areaMetres } from '../support/geodesy.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { GridAnswer, HeatAnswer, type StatisticsAnswer } from '../../server/contract/analysis.ts';
import { HEAT_WEIGHTS } from '../../server/contract/enums.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, list, OUTSIDE, point, send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
  for (let i = 0; i < 8; i++)
    await send(context.app, {
      category: 'ROAD_MUD',
      location: point([IN_ALAI_1[0] + i * 0.00002, IN_ALAI_1[1]]),
      households: 2,
    });
  for (let i = 0; i < 5; i++) await send(context.app, { category: 'LIGHT_NONE', location: point(IN_ALAI_2) });
  for (let i = 0; i < 3; i++) await send(context.app, { category: 'LAND_ACT', location: point(IN_ALAI_1) });
  await send(context.app, { category: 'ROAD_MUD', location: point(OUTSIDE) });
  await query(
    context.database,
    "update reports set status = 'resolved', resolved_at = now() where category_code = 'LIGHT'",
  );
  await context.app.live.wake();
});
afterAll(() => context.close());

const get = async (url: string) => (await context.app.inject(url)).json();

describe('statistics', () => {
  test.each(['area', 'category', 'kind', 'status', 'month', 'area,category,status,month'])(
    'by %s add up to the total and equal a count of the list',
    async (by) => {
      const answer: StatisticsAnswer = await get(`/api/statistics?by=${by}`);
      const features = await list(context.app);
      expect(answer.total.count).toBe(features.length);
      expect(answer.groups.reduce((sum, group) => sum + group.count, 0)).toBe(features.length);
      expect(answer.groups.reduce((sum, group) => sum + group.households, 0)).toBe(
        features.reduce((sum, feature) => sum + (feature.properties.households ?? 0), 0),
      );
      const keys = by.split(',') as ('area' | 'category' | 'status' | 'month')[];
      for (const group of answer.groups) {
        const same = features.filter(({ properties: p }) =>
          keys.every(
            (key) =>
              (key === 'month'
                ? new Date(Date.parse(p.reportedAt) + 6 * 3_600_000).toISOString().slice(0, 7)
                : p[key]) === group[key],
          ),
        );
        expect(group.count).toBe(same.length);
      }
    },
  );

  test('of a filter count only what it keeps; without a grouping there is only the total', async () => {
    expect(await get('/api/statistics?area=alai-2')).toEqual({
      by: [],
      total: { count: 5, supports: 0, households: 0, open: 0, resolved: 5, medianDays: 0 },
      groups: [],
    });
  });
});

describe('statistics asked again', () => {
  test('are JSON with an ETag, and answered with 304 as long as nothing changed', async () => {
    const first = await context.app.inject('/api/statistics?by=status');
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    const again = await context.app.inject({
      url: '/api/statistics?by=status',
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  test('count a report as soon as the index knows it', async () => {
    const before = await get('/api/statistics?by=category');
    const { id } = await send(context.app, { category: 'ROAD_MUD', location: point(IN_ALAI_1) });
    await context.app.live.wake();
    expect((await get('/api/statistics?by=category')).total.count).toBe(before.total.count + 1);
    await query(context.database, 'update reports set hidden_at = now(), hidden_reason = $2 where id = $1', [
      id,
      'test',
    ]);
    await context.app.live.wake();
    expect(await get('/api/statistics?by=category')).toEqual(before);
  });
});

describe('areas', () => {
  test('come with three names, boundary, label point inside, placeholder mark and counts', async () => {
    const { features } = await get('/api/areas');
    expect(features.map((feature: { id: string }) => feature.id)).toEqual(['alai-1', 'alai-2']);
    expect(features[0].properties).toMatchObject({
      code: 'alai-1',
      kind: 'settlement',
      parent: null,
      name: { ky: 'Алай 1 жилмассиви', ru: 'жилмассив Алай 1', en: 'Alai 1 housing estate' },
      approximate: true,
      households: null,
      counts: { reports: 11, open: 11, resolved: 0 },
    });
    expect(features[1].properties.counts).toEqual({ reports: 5, open: 0, resolved: 5 });
    expect(features[0].geometry.type).toBe('MultiPolygon');
    expect((await get('/api/areas?kind=quarter')).features).toEqual([]);
  });

  test('a settlement includes its quarters in filters and counts, and an exact report names its quarter', async () => {
    await query(
      context.database,
      `insert into areas (code, kind, parent_id, name_ky, name_ru, name_en, geometry, label_point)
       select 'alai-1-q1', 'quarter', id, 'К1', 'К1', 'Q1', st_multi(st_buffer(label_point, 0.002)), label_point from areas where code = 'alai-1'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const inQuarter = await send(context.app, { category: 'EDU_BUILDING', location: point([72.838, 40.4997]) });
    expect(inQuarter.report.properties.area).toBe('alai-1-q1');
    const byArea = await send(context.app, { category: 'EDU_BUILDING', area: 'alai-1-q1' });
    expect(byArea.report.properties.area).toBe('alai-1');
    expect((await list(context.app, 'area=alai-1&category=EDU')).length).toBe(2);
    expect((await list(context.app, 'area=alai-1-q1&category=EDU')).length).toBe(1);
    const counts = (await get('/api/areas')).features.map(
      (feature: { id: string; properties: { counts: { reports: number } } }) => [
        feature.id,
        feature.properties.counts.reports,
      ],
    );
    expect(Object.fromEntries(counts)).toMatchObject({ 'alai-1': 13, 'alai-1-q1': 1 });
    // What a choropleth adds up: the settlement's own row, with what is known by settlement only, and its quarters'.
    const { groups }: StatisticsAnswer = await get('/api/statistics?by=area&status=new');
    const of = (code: string) => groups.find(({ area }) => area === code)?.count;
    expect([of('alai-1'), of('alai-1-q1')]).toEqual([12, 1]);
    expect((await get('/api/statistics?area=alai-1&status=new')).total.count).toBe(13);
    await query(
      context.database,
      "update reports set hidden_at = now(), hidden_reason = 'test' where category_code = 'EDU'",
    );
    await context.app.live.wake();
  });
});

describe('heat', () => {
  test('says what it is made of: on the map, by settlement only, outside', async () => {
    expect((await get('/api/heat')).reports).toEqual({ total: 17, onMap: 13, areaOnly: 3, outside: 1 });
    expect((await get('/api/heat?area=alai-2')).reports).toEqual({ total: 5, onMap: 5, areaOnly: 0, outside: 0 });
  });

  test('is what the contract says, whatever the weight', async () => {
    for (const weight of HEAT_WEIGHTS) {
      const answer = await context.app.inject(`/api/heat?weight=${weight}`);
      expect(answer.headers['content-type']).toBe('application/geo+json; charset=utf-8');
      expect([...Value.Errors(HeatAnswer, answer.json())]).toEqual([]);
      expect([...Value.Errors(GridAnswer, await get(`/api/grid?weight=${weight}`))]).toEqual([]);
    }
  });

  test('has the same limits for every settlement, filter and radius', async () => {
    const of = async (query: string) => (await get(`/api/heat?${query}`)).limits;
    const limits = await of('area=alai-1');
    for (const query of ['area=alai-2', 'area=alai-2&radius=500', 'status=new', 'category=WATER', 'area=none'])
      expect(await of(query)).toEqual(limits);
  });

  test('is drawn in disjoint steps of one absolute scale, each inside its own settlement', async () => {
    const heat = await get('/api/heat');
    expect(heat).toMatchObject({ radius: 150, weight: 'reports', limits: [0.5, 1, 1.5, 2.5, 3.5, 5, 6.5] });
    expect(new Set(heat.features.map((feature: { properties: { area: string } }) => feature.properties.area))).toEqual(
      new Set(['alai-1', 'alai-2']),
    );
    for (const { properties } of heat.features) {
      expect(properties.min).toBe(heat.limits[properties.step - 1]);
      expect(properties.max).toBe(heat.limits[properties.step] ?? null);
    }
    const alone = await get('/api/heat?area=alai-1');
    expect(alone.features).toEqual(
      heat.features.filter((feature: { properties: { area: string } }) => feature.properties.area === 'alai-1'),
    );
  });

  test('a wider radius is wider in metres', async () => {
    const metres = async (radius: number) =>
      (await get(`/api/heat?area=alai-2&radius=${radius}`)).features.reduce(
        (sum: number, feature: never) => sum + areaMetres(feature),
        0,
      );
    const [narrow, wide] = [await metres(100), await metres(200)];
    expect(narrow).toBeGreaterThan(1000);
    expect(wide).toBeGreaterThan(narrow * 1.5);
    expect(narrow).toBeLessThan(Math.PI * 100 * 100);
  });

  test('weighs by supporters and households when asked', async () => {
    expect((await get('/api/heat?weight=supports')).features).toEqual([]);
    expect(await get('/api/heat?weight=households&radius=100')).toMatchObject({
      unit: 'households per hectare',
      limits: [10, 20, 30, 50, 70, 100, 130],
    });
  });

  test('outside every settlement there is nothing to clip to', async () => {
    const heat = await get('/api/heat?area=none');
    expect([heat.features, heat.reports]).toEqual([[], { total: 1, onMap: 0, areaOnly: 0, outside: 1 }]);
  });
});
