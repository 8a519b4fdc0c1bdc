import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HEAT_LIMITS, type GridAnswer } from '../../server/contract/analysis.ts';
import { fromUtm, toUtm } from '../../server/geo/utm.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { ringFaults } from '../support/heat-shapes.ts';
import { IN_ALAI_1, OUTSIDE, point, send } from '../support/reports.ts';

const REPORTS = 500;
let context: TestApp;

beforeAll(async () => {
  context = await testApp();
  await query(
    context.database,
    `insert into reports (code, category_code, kind_code, location, precision, status, households)
     select translate(upper(substr(md5(i::text), 1, 10)), '01', 'XY'), k.category_code, k.code,
       st_setsrid(st_makepoint(72.83 + (i * 7919 % 1000) / 40000.0, 40.488 + (i * 104729 % 1000) / 60000.0), 4326),
       (array['exact', 'exact', 'coarse', 'area'])[1 + i % 4],
       (array['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'])[1 + i % 6], nullif(i % 7, 0)
     from generate_series(1, ${REPORTS}) as i
     join (select code, category_code, row_number() over (order by code) as n from kinds) as k on k.n = 1 + i % 82`,
  );
  await context.app.live.wake();
});
afterAll(() => context.close());

const get = async (path: string): Promise<GridAnswer> => (await context.app.inject(path)).json();
const totals = ({ features }: GridAnswer, measure: 'count' | 'households') =>
  features.reduce((sum, { properties }) => sum + properties[measure], 0);

describe('projection', () => {
  test('is that of EPSG:32643 to a tenth of a millimetre, there and back', async () => {
    const degrees = fc.sample(
      fc.tuple(fc.double({ min: 69, max: 81, noNaN: true }), fc.double({ min: -84, max: 84, noNaN: true })),
      { numRuns: 400, seed: 7 },
    );
    degrees.push([72.838, 40.4985], [75, 0], [72, 40.5]);
    const rows = await query<{ lng: number; lat: number; x: number; y: number }>(
      context.database,
      `select lng, lat, st_x(p) as x, st_y(p) as y from (
         select lng, lat, st_transform(st_setsrid(st_makepoint(lng, lat), 4326), 32643) as p
         from unnest($1::float8[], $2::float8[]) as place (lng, lat)) as projected`,
      [degrees.map(([lng]) => lng), degrees.map(([, lat]) => lat)],
    );
    for (const { lng, lat, x, y } of rows) {
      const [easting, northing] = toUtm(lng, lat);
      expect(Math.hypot(easting - x, northing - y)).toBeLessThan(1e-4);
      const [backLng, backLat] = fromUtm(x, y);
      expect(Math.hypot((backLng - lng) * Math.cos((lat * Math.PI) / 180), backLat - lat) * 111_000).toBeLessThan(1e-4);
    }
  });
});

describe('grid', () => {
  const area = fc.constantFrom('', 'area=alai-1', 'area=alai-2,none');
  const more = fc.constantFrom('', 'status=new,rejected', 'category=ROAD,WATER,LIGHT', 'bbox=72.83,40.49,72.845,40.5');

  test('counts what ST_HexagonGrid counts of the published exact and coarse reports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 1000 }), async (size) => {
        const rows = await query<{ id: string; count: number; households: number }>(
          context.database,
          `with shown as (
             select st_translate(st_transform(location, 32643), -25.25, -25.25) as place, households from published_reports
             where precision <> 'area' and area_code in ('alai-1', 'alai-2') and status not in ('rejected', 'duplicate')
           )
           select concat_ws(':', ${size}, g.i, g.j) as id, count(*)::int as count, coalesce(sum(households), 0)::int as households
           from st_hexagongrid(${size} / sqrt(3), (select st_setsrid(st_extent(place), 32643) from shown)) as g
           join shown on st_contains(g.geom, place) group by 1 order by 1`,
        );
        const { features } = await get(`/api/grid?size=${size}`);
        const found = features.map(({ id, properties: { count, households } }) => ({
          id: String(id),
          count,
          households,
        }));
        expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(rows.sort((a, b) => (a.id < b.id ? -1 : 1)));
      }),
      { numRuns: 25 },
    );
  });

  test('is made of the same reports as heat, says so, and adds up, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(area, more, fc.integer({ min: 100, max: 1000 }), async (where, filter, size) => {
        const grid = await get(`/api/grid?size=${size}&${where}&${filter}`);
        expect(grid.reports).toEqual((await get(`/api/heat?${where}&${filter}`)).reports);
        expect(totals(grid, 'count')).toBe(grid.reports.onMap);
        expect(new Set(grid.features.map(({ id }) => id)).size).toBe(grid.features.length);
        for (const { properties: p } of grid.features)
          expect(p.step).toBe(grid.limits.filter((limit) => p.count >= limit).length);
      }),
      { numRuns: 40 },
    );
  });

  test('a hexagon is the same whatever the filter, closed, counter-clockwise and of six decimals', async () => {
    const all = await get('/api/grid');
    const shapes = new Map(all.features.map(({ id, geometry }) => [id, geometry]));
    const some = await get('/api/grid?area=alai-1&status=new');
    expect(some.features.length).toBeGreaterThan(3);
    for (const { id, geometry } of some.features) expect(geometry).toEqual(shapes.get(id));
    for (const { geometry } of all.features) {
      expect(geometry.coordinates[0]).toHaveLength(7);
      expect(ringFaults({ type: 'MultiPolygon', coordinates: [geometry.coordinates] })).toEqual([]);
    }
  });

  test('has limits that ascend from 1 and depend on size and weight alone', async () => {
    const one = await get('/api/grid?status=resolved');
    const all = await get('/api/grid');
    expect(one.limits).toEqual(all.limits);
    expect(all).toMatchObject({ size: 200, weight: 'reports', unit: 'reports per hexagon' });
    expect(all.limits).toEqual([1, 3, 5, 9, 12, 17, 23]);
    for (const weight of Object.keys(HEAT_LIMITS)) {
      for (const size of [100, 150, 500, 1000]) {
        const { limits } = await get(`/api/grid?size=${size}&weight=${weight}`);
        expect([limits.length, limits[0]]).toEqual([7, 1]);
        expect(limits.every((limit, step) => step === 0 || limit > limits[step - 1]!)).toBe(true);
      }
    }
  });

  test('by supports shows a hexagon whose reports nobody supports as below the first step', async () => {
    const { features } = await get('/api/grid?weight=supports');
    expect(new Set(features.map(({ properties }) => properties.step))).toEqual(new Set([0]));
    expect((await get('/api/grid?weight=households')).features.some(({ properties }) => properties.step > 0)).toBe(
      true,
    );
  });

  test('shows nothing of a report known by its settlement only, nor of one outside', async () => {
    const before = await get('/api/grid');
    await send(context.app, { category: 'HEALTH_DOCTOR', location: point(IN_ALAI_1) });
    await send(context.app, { category: 'ROAD_MUD', location: point(OUTSIDE) });
    await context.app.live.wake();
    const after = await get('/api/grid');
    expect(after.features).toEqual(before.features);
    expect(after.reports.areaOnly).toBe(before.reports.areaOnly + 1);
    expect(after.reports.outside).toBe(before.reports.outside + 1);
    expect(await get('/api/grid?area=none')).toMatchObject({ features: [], reports: { onMap: 0 } });
  });

  test('of reports beyond the zone of the projection counts them as outside', async () => {
    await query(
      context.database,
      `insert into areas (code, kind, name_ky, name_ru, name_en, geometry, label_point)
       select 'far', 'settlement', 'Ф', 'Ф', 'F', st_multi(st_setsrid(st_makeenvelope(10, 50, 10.1, 50.1), 4326)), st_setsrid(st_makepoint(10.05, 50.05), 4326)`,
    );
    const { report } = await send(context.app, { category: 'ROAD_MUD', location: point([10.05, 50.05]) });
    expect(report.properties.area).toBe('far');
    await context.app.live.wake();
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await get('/api/heat?area=far')).reports).toMatchObject({ total: 1, onMap: 1, outside: 0 });
    expect(await get('/api/grid?area=far')).toMatchObject({
      features: [],
      reports: { total: 1, onMap: 0, outside: 1 },
    });
  });
});
