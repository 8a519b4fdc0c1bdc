import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

describe('query parameters', () => {
  const many = (count: number) =>
    Array.from(
      { length: count },
      (_, i) => `${72 + Math.cos((i / count) * 6.283)},${40 + Math.sin((i / count) * 6.283)}`,
    ).join(';');
  test.each([
    ['/api/reports?foo=1', 'unknown_parameter'],
    ['/api/config?x=1', 'unknown_parameter'],
    ['/api/areas?area=alai-1', 'unknown_parameter'],
    ['/api/areas?kind=planet', 'invalid_input'],
    ['/api/statistics?by=planet', 'grouping_unknown'],
    ['/api/reports?area=alai-1&area=alai-2', 'invalid_input'],
    ['/api/reports?area=nowhere', 'area_unknown'],
    ['/api/reports?category=ROAD,NOTHING', 'category_unknown'],
    ['/api/reports?status=done', 'status_unknown'],
    ['/api/reports?from=yesterday', 'date_malformed'],
    ['/api/reports?from=2026-02-30', 'date_malformed'],
    ['/api/reports?from=2026-01-01T00:00:00', 'date_malformed'],
    ['/api/reports?from=2026-03-01&to=2026-02-01', 'date_order'],
    ['/api/reports?bbox=1,2,3', 'bbox_malformed'],
    ['/api/reports?bbox=a,b,c,d', 'bbox_malformed'],
    ['/api/reports?bbox=72,41,73,40', 'bbox_malformed'],
    ['/api/reports?bbox=NaN,40,73,41', 'bbox_malformed'],
    ['/api/reports?bbox=-200,40,73,41', 'bbox_malformed'],
    ['/api/reports?within=72,40;73,40', 'polygon_malformed'],
    ['/api/reports?within=72,40;73,41;73,40;72,41', 'polygon_self_crossing'],
    [`/api/reports?within=${many(202)}`, 'polygon_too_large'],
    ['/api/reports?limit=0', 'limit_malformed'],
    ['/api/reports?limit=1001', 'limit_malformed'],
    ['/api/reports?limit=1e2', 'limit_malformed'],
    ['/api/reports?cursor=zzz', 'cursor_malformed'],
    ['/api/reports?demo=maybe', 'invalid_input'],
    [`/api/reports?q=${'x'.repeat(201)}`, 'query_too_long'],
    ['/api/heat?radius=99', 'radius_out_of_range'],
    ['/api/heat?radius=501', 'radius_out_of_range'],
    ['/api/heat?radius=1e2', 'radius_out_of_range'],
    ['/api/heat?weight=gold', 'invalid_input'],
    ['/api/heat?size=200', 'unknown_parameter'],
    ['/api/grid?size=99', 'size_out_of_range'],
    ['/api/grid?size=1001', 'size_out_of_range'],
    ['/api/grid?size=2e2', 'size_out_of_range'],
    ['/api/grid?size=', 'size_out_of_range'],
    ['/api/grid?size=200&size=300', 'invalid_input'],
    ['/api/grid?weight=gold', 'invalid_input'],
    ['/api/grid?radius=150', 'unknown_parameter'],
    ['/api/grid?area=nowhere', 'area_unknown'],
    ['/api/exports/reports.geojson?lang=de', 'invalid_input'],
    ['/api/exports/reports.geojson?limit=1', 'unknown_parameter'],
    ['/api/reports/nearby?lng=72&lat=40', 'invalid_input'],
    ['/api/reports/nearby?lng=x&lat=40&category=ROAD', 'invalid_input'],
    ['/api/reports/nearby?lng=72.84&lat=100&category=ROAD', 'location_out_of_range'],
    ['/api/reports/nearby?lng=40.49&lat=72.84&category=ROAD', 'location_swapped'],
    ['/api/reports/nearby?lng=72&lat=40&category=NOTHING', 'category_unknown'],
  ])('%s is 400 with a code and names the parameter', async (url, code) => {
    const answer = await context.app.inject(url);
    expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
    expect(answer.json().errors.length).toBeGreaterThan(0);
  });

  test('a polygon of 200 corners is answered', async () => {
    expect((await context.app.inject(`/api/reports?within=${many(200)}`)).statusCode).toBe(200);
  });

  test('the asked place of nearby is not echoed, not even when it is refused', async () => {
    for (const place of ['lng=40.4985&lat=72.8385', 'lng=72.8385&lat=140.4985', 'lng=72.8385x&lat=40.4985']) {
      expect((await context.app.inject(`/api/reports/nearby?${place}&category=ROAD`)).body).not.toMatch(
        /72\.8385|40\.4985/,
      );
    }
  });
});
