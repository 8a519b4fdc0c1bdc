import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GROUPINGS, type Grouping } from '../../server/contract/enums.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { list } from '../support/reports.ts';

const REPORTS = 400;
let context: TestApp;

/** Reports all over both settlements and around them, of every kind, status and precision, some invented, some with words. */
beforeAll(async () => {
  context = await testApp();
  await query(
    context.database,
    `insert into reports (code, category_code, kind_code, location, precision, status, reported_at, households, published_description, demo)
     select translate(upper(substr(md5(i::text), 1, 10)), '01', 'XY'), k.category_code, k.code,
       st_setsrid(st_makepoint(72.82 + (i * 7919 % 1000) / 25000.0, 40.48 + (i * 104729 % 1000) / 40000.0), 4326),
       (array['exact', 'exact', 'coarse', 'area'])[1 + i % 4],
       (array['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'])[1 + i % 6],
       timestamptz '2026-01-01' + i * interval '19 hours', nullif(i % 7, 0),
       case when i % 3 = 0 then 'Көпүрө ' || i end, i % 11 = 0
     from generate_series(1, ${REPORTS}) as i
     join (select code, category_code, row_number() over (order by code) as n from kinds) as k on k.n = 1 + i % 82`,
  );
  await query(context.database, "update reports set hidden_at = now(), hidden_reason = 'test' where households = 5");
  await query(
    context.database,
    "update reports set status = 'resolved', resolved_at = reported_at + interval '9 days' where households = 3",
  );
  await context.app.live.wake();
});
afterAll(() => context.close());

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 }).map((list) => list.join(','));
const lng = fc.double({ min: 72.82, max: 72.86, noNaN: true }).map((value) => Number(value.toFixed(6)));
const lat = fc.double({ min: 40.48, max: 40.505, noNaN: true }).map((value) => Number(value.toFixed(6)));
const day = fc
  .integer({ min: 0, max: 330 })
  .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));

const filters = fc
  .record(
    {
      area: some(['alai-1', 'alai-2', 'none']),
      category: some(['ROAD', 'WATER', 'LAND', 'WATER_PUMP', 'HEALTH_DOCTOR', 'SAFETY']),
      status: some(['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate']),
      period: fc.tuple(day, day),
      bbox: fc
        .tuple(lng, lat, lng, lat)
        .map(([a, b, c, d]) => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)].join(',')),
      within: fc.tuple(lng, lat, lng, lat).map(([a, b, c, d]) =>
        [
          [Math.min(a, c), Math.min(b, d)],
          [Math.max(a, c) + 0.001, Math.min(b, d)],
          [a, Math.max(b, d) + 0.001],
        ]
          .map((corner) => corner.join(','))
          .join(';'),
      ),
      q: fc.constantFrom('көпүрө', 'копуро 1', '12', 'жок'),
      demo: fc.constantFrom('true', 'false'),
    },
    { requiredKeys: [] },
  )
  .map(({ period, ...rest }) => {
    const [from, to] = period ? [...period].sort() : [];
    return new URLSearchParams(
      Object.entries({ ...rest, ...(period && { from, to }) }) as [string, string][],
    ).toString();
  });

/** Reports counted in a tile of zoom 0, by layer; all of the world is in it. */
async function inTile(filter: string): Promise<number> {
  const answer = await context.app.inject(`/tiles/reports/0/0/0.mvt?${filter}`);
  if (answer.statusCode === 204) return 0;
  const { layers } = new VectorTile(new PbfReader(answer.rawPayload));
  return Object.entries(layers).reduce((sum, [name, layer]) => {
    const counts = Array.from({ length: layer.length }, (_, i) =>
      Number(name === 'reports' ? 1 : layer.feature(i).properties.count),
    );
    return counts.reduce((a, b) => a + b, sum);
  }, 0);
}

test('whatever is asked, the index counts what the database lists: statistics, heat and tiles', async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const features = await list(context.app, filter);
      const { total } = (await context.app.inject(`/api/statistics?${filter}`)).json();
      expect(total).toMatchObject({
        count: features.length,
        households: features.reduce((sum, { properties }) => sum + (properties.households ?? 0), 0),
        resolved: features.filter(({ properties }) => properties.status === 'resolved').length,
      });
      expect((await context.app.inject(`/api/heat?${filter}`)).json().reports.total).toBe(features.length);
      expect(await inTile(filter)).toBe(features.filter(({ geometry }) => geometry !== null).length);
    }),
    { numRuns: 120 },
  );
});

const BISHKEK_DAY = (column: string) => `(${column} at time zone 'Asia/Bishkek')`;
/** What statistics group by, as SQL. A resolution before the report, which only an import can bring, counts as of its day. */
const GROUPED: Record<Grouping, string> = {
  area: 'area_code',
  category: 'category_code',
  kind: 'kind_code',
  status: 'status',
  month: `to_char(${BISHKEK_DAY('reported_at')}, 'YYYY-MM')`,
  week: `to_char(date_trunc('week', ${BISHKEK_DAY('reported_at')}), 'YYYY-MM-DD')`,
  resolved_month: `case when status = 'resolved' and resolved_at is not null then to_char(${BISHKEK_DAY('greatest(resolved_at, reported_at)')}, 'YYYY-MM') end`,
};

test('groups of the index are those of the database, whatever they are grouped by', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray([...GROUPINGS], { minLength: 1 }), async (by) => {
      const rows = await query<Record<string, unknown>>(
        context.database,
        `select ${by.map((grouping) => `${GROUPED[grouping]} as ${grouping}`).join()}, count(*)::int as count,
           sum(supports)::int as supports, coalesce(sum(households), 0)::int as households,
           (count(*) filter (where status <> 'resolved'))::int as open, (count(*) filter (where status = 'resolved'))::int as resolved,
           percentile_cont(0.5) within group (order by greatest(
             ${BISHKEK_DAY('resolved_at')}::date - ${BISHKEK_DAY('reported_at')}::date, 0)) filter (where status = 'resolved' and resolved_at is not null) as "medianDays"
         from published_reports where not demo and status not in ('rejected', 'duplicate') group by ${by.map((_, i) => i + 1).join()}`,
      );
      const { groups } = (await context.app.inject(`/api/statistics?by=${by.join()}`)).json();
      const key = (row: Record<string, unknown>) => JSON.stringify(by.map((grouping) => row[grouping]));
      const byKey = (list: Record<string, unknown>[]) => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(byKey(groups)).toEqual(byKey(rows));
    }),
    { numRuns: 40 },
  );
});
