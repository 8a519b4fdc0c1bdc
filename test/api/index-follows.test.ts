import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STATUSES } from '../../server/contract/enums.ts';
import { query, testApp, type TestApp } from '../support/database.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const run = (text: string, values: unknown[] = []) => query(context.database, text, values);
const NUMBERS = 12;
const codeOf = (n: number) => `CHANGES${'23456789ABCD'[n]}`;
const place = fc.record({
  lng: fc.integer({ min: 72_820_000, max: 72_860_000 }).map((value) => value / 1e6),
  lat: fc.integer({ min: 40_480_000, max: 40_510_000 }).map((value) => value / 1e6),
});
const number = fc.nat(NUMBERS - 1);

/** What happens to reports in their lives: each is a statement with its values. */
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(number, place, fc.nat(81), fc.constantFrom('exact', 'coarse', 'area'), fc.boolean())
      .map(([n, { lng, lat }, kind, precision, demo]) => ({
        text: `insert into reports (code, category_code, kind_code, location, precision, demo, households, reported_at)
      select $1, category_code, code, st_setsrid(st_makepoint($2, $3), 4326), $5, $6, nullif($4::integer % 7, 0),
        timestamptz '2026-03-01 08:30:15.123456+06' + $4::integer * interval '31 hours'
      from kinds order by code offset $4 limit 1 on conflict (code) do nothing`,
        values: [codeOf(n), lng, lat, kind, precision, demo],
      })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(number, place).map(([n, { lng, lat }]) => ({
      text: 'update reports set location = st_setsrid(st_makepoint($2, $3), 4326) where code = $1',
      values: [codeOf(n), lng, lat],
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(number, fc.constantFrom(...STATUSES)).map(([n, status]) => ({
      text: `update reports set status = $2, resolved_at = case when $2 = 'resolved' then reported_at + interval '11 days' end where code = $1`,
      values: [codeOf(n), status],
    })),
  },
  {
    weight: 2,
    arbitrary: number.map((n) => ({
      text: "update reports set published_description = 'Көпүрө' where code = $1",
      values: [codeOf(n)],
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(number, fc.boolean()).map(([n, hidden]) => ({
      text: `update reports set hidden_at = case when $2 then now() end, hidden_reason = 'test' where code = $1`,
      values: [codeOf(n), hidden],
    })),
  },
  {
    weight: 2,
    arbitrary: number.map((n) => ({
      text: 'update reports set supports = supports + 1 where code = $1',
      values: [codeOf(n)],
    })),
  },
  { weight: 2, arbitrary: number.map((n) => ({ text: 'delete from reports where code = $1', values: [codeOf(n)] })) },
  // A boundary moves a little to the east or back, and its reports are placed anew.
  {
    weight: 1,
    arbitrary: fc.constantFrom(0.002, -0.002).map((by) => ({
      text: `with moved as (
        update areas set geometry = st_translate(geometry, $1, 0), label_point = st_translate(label_point, $1, 0) where code = 'alai-1' returning id
      ) update reports set asked_area_id = asked_area_id, location = location from moved where code like 'CHANGES%'`,
      values: [by],
    })),
  },
);

/** Everything published, as plain SQL says it, in the shape of the index. */
async function published(): Promise<unknown[]> {
  return run(`select id, st_x(location) as lng, st_y(location) as lat, category_code as "categoryCode", kind_code as "kindCode", status,
      area_id as "areaId", area_code as "areaCode", precision,
      case when status = 'resolved' then (resolved_at at time zone 'Asia/Bishkek')::date - (reported_at at time zone 'Asia/Bishkek')::date end
        as "resolutionDays",
      round(extract(epoch from reported_at) * 1000)::bigint as "reportedAt", supports, households, demo
    from published_reports order by id`);
}

test('whatever happens to reports and boundaries, the index holds what plain SQL shows, and its sums are those of the database', async () => {
  const { live } = context.app;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 25 }), async (changes) => {
      for (const { text, values } of changes) await run(text, values);
      await live.wake();
      const rows = (await published()) as { lng: number | null; lat: number | null }[];
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      const digits = (value: number | null) => value && Math.round(value * 1e7) / 1e7;
      expect([...live.index.reports()].sort(byId)).toEqual(
        rows.map((row) => ({ ...row, lng: digits(row.lng), lat: digits(row.lat) })),
      );
      expect(await live.check()).toBe(true);
    }),
    { numRuns: 30 },
  );
});
