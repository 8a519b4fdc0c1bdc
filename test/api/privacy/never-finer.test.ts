import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRECISIONS } from '../../../server/contract/enums.ts';
import { testApp, type TestApp } from '../../support/database.ts';
import { point, send } from '../../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../../support/staff.ts';

const RUNS = 8;
let context: TestApp;
let admin: Staff;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
});
afterAll(() => context.close());

/** A kind of each precision, a place in each settlement. */
const KINDS = ['ROAD_MUD', 'WATER_CUT', 'LAND_ACT'];
const PLACES: [number, number][] = [
  [72.83712, 40.49931],
  [72.849, 40.4925],
];
const step = fc.oneof(
  fc.record({ do: fc.constant('category'), with: fc.constantFrom(...KINDS) }),
  fc.record({ do: fc.constant('move'), with: fc.constantFrom(0, 1) }),
  fc.record({ do: fc.constant('precision'), with: fc.constantFrom(...PRECISIONS) }),
  fc.record({ do: fc.constant('merge'), with: fc.constantFrom(...KINDS) }),
  fc.record({ do: fc.constant('part'), with: fc.constant(0) }),
  fc.record({ do: fc.constant('undo'), with: fc.constant(0) }),
  fc.record({ do: fc.constant('erase'), with: fc.constant(0) }),
);

const versionOf = async (id: string) => (await admin.ask('GET', `/api/staff/reports/${id}`)).body.version as number;

/** Does a step, which may well be refused; gives the operation that it made, if any. */
async function take(id: string, { do: what, with: value }: { do: string; with: unknown }, operation: number | null) {
  const place = async (body: object) =>
    admin.ask('PATCH', `/api/staff/reports/${id}/place`, body, { 'if-match': String(await versionOf(id)) });
  if (what === 'category') await place({ category: value });
  if (what === 'move') await place({ location: point(PLACES[value as number]!) });
  if (what === 'precision') await place({ precision: value });
  if (what === 'undo') await undoLast(admin, id);
  if (what === 'erase') await admin.ask('POST', '/api/staff/erasures', { report: id });
  if (what === 'part' && operation !== null) await admin.ask('POST', `/api/staff/operations/${operation}/undo`, {});
  if (what !== 'merge') return operation;
  const other = await send(context.app, { category: value as string, location: point(PLACES[0]!) });
  const merged = await admin.ask('POST', '/api/staff/merges', {
    keep: { id, version: await versionOf(id) },
    reports: [{ id: other.id, version: 1 }],
  });
  expect(merged.status).toBe(200);
  return merged.body.operation as number;
}

test('whatever staff do to a report and take back, in whatever order, its place is never published more finely', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...KINDS),
      fc.array(step, { minLength: 3, maxLength: 7 }),
      async (category, steps) => {
        const { id } = await send(context.app, { category, location: point(PLACES[0]!) });
        let coarsest = 0;
        let operation: number | null = null;
        for (const each of steps) {
          operation = await take(id, each, operation);
          const { precision } = (await context.get(`/api/reports/${id}`)).body.properties;
          expect(PRECISIONS.indexOf(precision), JSON.stringify(each)).toBeGreaterThanOrEqual(coarsest);
          coarsest = PRECISIONS.indexOf(precision);
        }
      },
    ),
    { numRuns: RUNS },
  );
});
