import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PRECISIONS, STATUSES } from '../../server/contract/enums.ts';
import {
  HIDE_REASONS,
  SORT_ORDERS,
  STAFF_SORTS,
  type StaffReport,
  type StaffSort,
} from '../../server/contract/staff-reports.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let planner: Staff;
/** Place of each code in the order in which the page lists them. */
let categories: string[];
let areas: string[];
let bodies: string[];

beforeAll(async () => {
  context = await testApp();
  planner = await addStaff(context, 'planner');
  const config = (await context.get('/api/config')).body;
  categories = config.categories.flatMap(({ code, kinds }: any) => [code, ...kinds.map((kind: any) => kind.code)]);
  bodies = config.bodies.map(({ code }: any) => code);
  const { features } = (await context.get('/api/areas')).body;
  areas = features.map(({ properties }: any) => properties.code);
  const kinds = ['LIGHT_NONE', 'WATER_CUT', 'ROAD', 'ROAD_MUD', 'LAND', 'WASTE_PICKUP'];
  const places = [IN_ALAI_1, IN_ALAI_2, OUTSIDE];
  for (let i = 0; i < 14; i++) {
    await send(context.app, {
      category: kinds[i % kinds.length]!,
      location: point(places[i % 3]!),
      ...(i % 4 > 0 && { households: (i * 7) % 5 || 1 }),
    });
  }
  // What only work and time would bring about; several share each value, some have none.
  await query(
    context.database,
    `with numbered as (select id, row_number() over (order by reported_at, id) as n from reports)
     update reports r set
       status = ($1::text[])[1 + n % 6], channel = ($2::text[])[1 + n % 3], supports = n % 4,
       due_on = case when n % 3 > 0 then date '2026-11-20' + (n % 5)::integer end,
       body_id = case when n % 3 > 0 then (select id from bodies order by code offset n % 3 limit 1) end,
       updated_at = reported_at + (n * 37 % 11) * interval '1 minute',
       hidden_at = case when n % 5 = 0 then now() end, hidden_reason = case when n % 5 = 0 then ($3::text[])[1 + n % 2] end
     from numbered where numbered.id = r.id returning r.id`,
    [STATUSES, CHANNELS, HIDE_REASONS],
  );
});
afterAll(() => context.close());

async function pages(filter: string, limit: number): Promise<StaffReport[]> {
  const seen: StaffReport[] = [];
  let url: string | null = `/api/staff/reports?${filter}&limit=${limit}`;
  while (url !== null) {
    const page: { body: any } = await planner.ask('GET', url);
    expect(page.body.reports.length).toBeLessThanOrEqual(limit);
    seen.push(...page.body.reports);
    url = page.body.next;
  }
  return seen;
}

const place = (list: readonly string[], code: string | null): number | null =>
  code === null ? null : list.indexOf(code);
/** What the list is ordered by, as it can be read from a report. */
const VALUES: Record<StaffSort, (report: StaffReport) => number | null> = {
  reported: ({ reportedAt }) => Date.parse(reportedAt),
  updated: ({ updatedAt }) => Date.parse(updatedAt),
  due: ({ dueOn }) => (dueOn === null ? null : Date.parse(dueOn)),
  supports: ({ supports }) => supports,
  households: ({ households }) => households,
  category: ({ category, kind }) => place(categories, kind ?? category),
  area: ({ area }) => place(areas, area),
  status: ({ status }) => place(STATUSES, status),
  body: ({ body }) => place(bodies, body),
  precision: ({ precision }) => place(PRECISIONS, precision),
  channel: ({ channel }) => place(CHANNELS, channel),
  hidden: ({ hidden }) => place(HIDE_REASONS, hidden?.reason ?? null),
};

describe.each(Object.keys(STAFF_SORTS) as StaffSort[])('the staff’s list by %s', (sort) => {
  test.each(SORT_ORDERS)(
    '%s: page after page none is missed or repeated, what has no value comes last, among equals the newest first',
    async (order) => {
      const all = await pages(`sort=${sort}&order=${order}`, 3);
      expect(new Set(all.map(({ id }) => id)).size).toBe(14);
      expect(all.length).toBe(14);
      const sign = order === 'asc' ? 1 : -1;
      const key = (report: StaffReport): number => {
        const value = VALUES[sort](report);
        return value === null ? Infinity : sign * value;
      };
      for (const [at, report] of all.entries()) {
        const next = all[at + 1];
        if (next === undefined) continue;
        expect(key(report)).toBeLessThanOrEqual(key(next));
        if (key(report) === key(next) && sort !== 'updated' && sort !== 'reported') {
          expect(Date.parse(report.reportedAt)).toBeGreaterThanOrEqual(Date.parse(next.reportedAt));
        }
      }
    },
  );

  test('goes its usual way unless asked otherwise, with a filter as well', async () => {
    const ids = async (more: string) => (await pages(`sort=${sort}&status=new,verified${more}`, 2)).map(({ id }) => id);
    const usual = await ids('');
    expect(usual.length).toBeGreaterThan(2);
    expect(usual).toEqual(await ids(`&order=${STAFF_SORTS[sort]}`));
  });
});

test('a cursor of one order is refused in another, and so is an order that does not exist', async () => {
  const next = async (sort: string) => (await planner.ask('GET', `/api/staff/reports?limit=1&sort=${sort}`)).body.next;
  const cursor = (href: string) => new URL(href, 'http://x').searchParams.get('cursor');
  const ask = (query: string) => planner.ask('GET', `/api/staff/reports?${query}`);
  expect((await ask(`sort=supports&cursor=${cursor(await next('reported'))}`)).body.code).toBe('cursor_malformed');
  expect((await ask(`sort=reported&cursor=${cursor(await next('supports'))}`)).body.code).toBe('cursor_malformed');
  for (const bad of ['sort=random', 'sort=constructor', 'order=up', 'sort=due&cursor=x', 'sort=due&cursor='])
    expect((await ask(bad)).status, bad).toBe(400);
});
