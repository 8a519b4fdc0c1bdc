import type { MultiPolygon } from 'geojson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HotspotsAnswer } from '../../server/contract/analysis.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { ringFaults } from '../support/heat-shapes.ts';
import { IN_ALAI_1, IN_ALAI_2, point, send } from '../support/reports.ts';

const REPORTS = 400;
let context: TestApp;

beforeAll(async () => {
  context = await testApp();
  await query(
    context.database,
    `insert into reports (code, category_code, kind_code, location, precision, households)
     select translate(upper(substr(md5(i::text), 1, 10)), '01', 'XY'), k.category_code, k.code,
       st_setsrid(st_makepoint(72.83 + (i * 7919 % 1000) / 40000.0, 40.488 + (i * 104729 % 1000) / 60000.0), 4326),
       (array['exact', 'exact', 'coarse', 'area'])[1 + i % 4], nullif(i % 7, 0)
     from generate_series(1, ${REPORTS}) as i
     join (select code, category_code, row_number() over (order by code) as n from kinds) as k on k.n = 1 + i % 82`,
  );
  await context.app.live.wake();
});
afterAll(() => context.close());

const hotspots = async (asked = ''): Promise<HotspotsAnswer> => {
  const { status, body, text } = await context.get(`/api/hotspots?${asked}`);
  expect(status, text).toBe(200);
  return body as HotspotsAnswer;
};
const total = ({ features }: HotspotsAnswer) => features.reduce((sum, { properties }) => sum + properties.count, 0);

test('are as many, of as many reports, as PostGIS finds in the published exact and coarse ones of each settlement', async () => {
  for (const [radius, minimum] of [
    [60, 3],
    [90, 5],
    [120, 5],
    [120, 9],
    [250, 30],
  ]) {
    const [found] = await query<{ spots: number; reports: number }>(
      context.database,
      `with clustered as (
         select area_code, st_clusterdbscan(st_transform(location, 32643), ${radius}, ${minimum}) over (partition by area_code) as spot
         from published_reports where precision <> 'area' and area_code in ('alai-1', 'alai-2')
       )
       select count(distinct (area_code, spot))::int as spots, count(*)::int as reports from clustered where spot is not null`,
    );
    const answer = await hotspots(`radius=${radius}&minimum=${minimum}`);
    expect({ spots: answer.found, reports: total(answer) }, `${radius} m, ${minimum}`).toEqual(found);
  }
});

test('are ranked, drawn as closed rings around their middle, and say of what they are made as heat does', async () => {
  for (const filter of ['', 'area=alai-1', 'category=ROAD,WATER,LIGHT', 'bbox=72.83,40.49,72.845,40.5']) {
    const answer = await hotspots(filter);
    expect(answer.reports).toEqual((await context.get(`/api/heat?${filter}`)).body.reports);
    expect(total(answer)).toBeLessThanOrEqual(answer.reports.onMap);
    const counts = answer.features.map(({ properties }) => properties.count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    answer.features.forEach(({ geometry, properties }, at) => {
      expect(properties.rank).toBe(at + 1);
      expect(properties.count).toBeGreaterThanOrEqual(answer.minimum);
      expect(ringFaults({ type: 'MultiPolygon', coordinates: [geometry.coordinates] } as MultiPolygon)).toEqual([]);
    });
  }
});

test('of one settlement do not depend on whether the other is shown', async () => {
  const of = ({ features }: HotspotsAnswer, code: string) =>
    features
      .filter(({ properties }) => properties.area === code)
      .map(({ properties: { rank: _, ...rest }, geometry }) => ({ geometry, rest }));
  const both = await hotspots('area=alai-1,alai-2');
  expect(of(both, 'alai-1').length).toBeGreaterThan(0);
  for (const code of ['alai-1', 'alai-2']) expect(of(await hotspots(`area=${code}`), code)).toEqual(of(both, code));
});

test('name what is there, and reports known by their settlement only make none', async () => {
  const only = 'category=EDU_WASH,LAND_ACT';
  const before = await hotspots(only);
  for (let i = 0; i < 6; i++) {
    await send(context.app, { category: 'EDU_WASH', location: point(IN_ALAI_1), precision: 'exact', households: 3 });
    await send(context.app, { category: 'LAND_ACT', location: point(IN_ALAI_2) });
  }
  const answer = await hotspots(only);
  expect(answer.reports.areaOnly - before.reports.areaOnly).toBeGreaterThanOrEqual(6);
  const [first, ...others] = answer.features;
  expect(first!.properties).toMatchObject({ rank: 1, area: 'alai-1', categories: [{ category: 'EDU' }] });
  expect(first!.properties.count).toBeGreaterThanOrEqual(6);
  expect(others.filter(({ properties }) => properties.area === 'alai-2')).toEqual([]);
});

test('are not sent twice, and impossible questions are refused with the value', async () => {
  const first = await context.get('/api/hotspots?radius=200');
  const again = await context.get('/api/hotspots?radius=200', { 'if-none-match': first.headers.etag! });
  expect([first.status, again.status, again.text]).toEqual([200, 304, '']);
  for (const [asked, code] of [
    ['radius=49', 'radius_out_of_range'],
    ['radius=1e2', 'radius_out_of_range'],
    ['minimum=2', 'invalid_input'],
    ['minimum=NaN', 'invalid_input'],
    ['size=100', 'unknown_parameter'],
    ['area=nowhere', 'area_unknown'],
  ]) {
    const { status, body } = await context.get(`/api/hotspots?${asked}`);
    expect([status, body.code], asked).toEqual([400, code]);
    expect(body.detail).toContain(asked!.split('=')[code === 'unknown_parameter' ? 0 : 1]!);
  }
});
