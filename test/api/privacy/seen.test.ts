import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AreaFeature, Category } from '../../../server/contract/catalog.ts';
import { PRECISIONS } from '../../../server/contract/enums.ts';
import { EMPTY_DRAFT, finestPrecision, reportBody } from '../../../web/src/report/draft-rules.ts';
import { seenOf } from '../../../web/src/report/seen.ts';
import { testApp, type TestApp } from '../../support/database.ts';
import { send } from '../../support/reports.ts';

let context: TestApp;
let areas: AreaFeature[];
let categories: Category[];
beforeAll(async () => {
  context = await testApp();
  areas = (await context.app.inject('/api/areas')).json().features;
  categories = (await context.app.inject('/api/config')).json().categories;
});
afterAll(() => context.close());

const KINDS = [
  ['WATER', 'WATER_CUT'],
  ['ROAD', 'ROAD_MUD'],
  ['SAFETY', null],
  ['TELECOM', 'TELECOM_MOBILE'],
] as const;

test('what a resident is shown before sending is what is published, wherever the pin stands and whatever is chosen', async () => {
  const of = (kind: string) => areas.filter(({ properties }) => properties.kind === kind);
  const degree = (from: number) => fc.integer({ min: 0, max: 40_000 }).map((step) => from + step / 1_000_000);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...KINDS),
      fc.constantFrom(...PRECISIONS),
      degree(72.82),
      degree(40.48),
      fc.boolean(),
      async ([category, kind], precision, lng, lat, byName) => {
        const draft = {
          ...EMPTY_DRAFT,
          pin: { lng, lat },
          ...(byName && { placeBy: 'area' as const, area: 'alai-1' }),
          category,
          kind,
          precision,
        };
        const finest = finestPrecision(
          categories.find(({ code }) => code === category),
          kind,
        );
        const shown = seenOf(draft, finest, of('settlement'), of('quarter'));
        const { id } = await send(context.app, reportBody(draft, finest, 'ky'));
        const { properties, geometry } = (await context.app.inject(`/api/reports/${id}`)).json();
        expect(properties.precision).toBe(shown.precision);
        expect(properties.area).toBe(shown.area?.properties.code ?? null);
        if (shown.point === null) {
          expect(geometry?.coordinates ?? null).toEqual(shown.area?.properties.labelPoint ?? null);
        } else {
          // To a decimetre.
          expect(geometry.coordinates[0]).toBeCloseTo(shown.point[0], 6);
          expect(geometry.coordinates[1]).toBeCloseTo(shown.point[1], 6);
        }
        expect([/T00:00:00|T18:00:00/.test(properties.reportedAt), properties.description]).toEqual([
          shown.precision !== 'exact',
          null,
        ]);
      },
    ),
    { numRuns: 40 },
  );
});
