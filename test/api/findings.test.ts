import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import { STATUSES } from '../../server/contract/enums.ts';
import type { Status } from '../../server/contract/enums.ts';
import { codesOf, statusesOf } from '../../web/src/explore/opening.ts';
import { addDays } from '../../web/src/explore/period.ts';
import { summarise, summaryQuery } from '../../web/src/explore/statistics.ts';
import { makeTimeline, timelineQuery } from '../../web/src/explore/timeline.ts';
import { makeTrend, trendQueries } from '../../web/src/explore/trend.ts';
import { DEFAULT_VIEW, filterParams } from '../../web/src/explore/url.ts';
import type { Filter } from '../../web/src/explore/url.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';

const REPORTS = 48;
const TODAY = '2026-11-25';
const KINDS = ['ROAD_MUD', 'ROAD_POTHOLE', 'WATER_CUT', 'LAND_ACT'];
const CODES = [...KINDS, 'ROAD', 'WATER', 'LAND'];
let context: TestApp;

/** Reports over New Year and month ends, some minutes before midnight in Osh, in every status. */
beforeAll(async () => {
  context = await testApp();
  for (let i = 0; i < REPORTS; i++) {
    const [lng, lat] = [IN_ALAI_1, IN_ALAI_2, OUTSIDE][i % 3]!;
    const { id } = await send(context.app, { category: KINDS[i % 4]!, location: point([lng + i * 0.00005, lat]) });
    const reported = Date.parse('2025-11-24T17:58:00Z') + i * 7.4 * 86_400_000 + (i % 2) * 240_000;
    const status = STATUSES[(i * 7) % 6]!;
    await query(
      context.database,
      `update reports set status = $2, reported_at = $3, resolved_at = case when $2 = 'resolved' then $3::timestamptz + interval '40 days' end where id = $1`,
      [id, status, new Date(reported).toISOString()],
    );
  }
  await context.app.live.wake();
});
afterAll(() => context.close());

async function statistics(text: string): Promise<StatisticsAnswer> {
  const answer = await context.app.inject(`/api/statistics?${text}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** How many reports the list shows under a filter. */
async function listed(filter: Filter): Promise<number> {
  const answer = await context.app.inject(`/api/reports?limit=1000&${filterParams(filter)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().features.length;
}

const day = fc.option(fc.integer({ min: -30, max: 400 }).map((days) => addDays('2025-11-24', days)));
const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    area: fc.subarray(['alai-1', 'alai-2', 'none']),
    category: fc.subarray(CODES),
    status: fc.subarray([...STATUSES]) as fc.Arbitrary<Status[]>,
    from: day,
    to: day,
  })
  .map(({ from, to, ...rest }) => ({ ...DEFAULT_VIEW, ...rest, from, to: from && to && to <= from ? null : to }));

test('every number of the findings opens a list of exactly so many reports, for any filter', async () => {
  await fc.assert(
    fc.asyncProperty(anyFilter, async (filter) => {
      const summary = summarise(await statistics(summaryQuery(filter)));
      expect(await listed(filter)).toBe(summary.total);
      for (const figure of ['open', 'resolved'] as const) {
        const status = statusesOf(figure, filter.status);
        if (summary[figure] > 0) expect(await listed({ ...filter, status }), figure).toBe(summary[figure]);
        if (status.length === 0) expect(summary[figure]).toBe(0);
      }
      for (const { category, count } of summary.byCategory) {
        const kinds = KINDS.filter((kind) => kind.startsWith(`${category}_`));
        expect(await listed({ ...filter, category: codesOf(category, kinds, filter.category) }), category).toBe(count);
      }
      const { registered, completed } = trendQueries(filter);
      const months = makeTrend(
        (await statistics(registered)).groups,
        (await statistics(completed)).groups,
        filter,
        TODAY,
      );
      expect(months.reduce((sum, month) => sum + (month.registered ?? 0), 0)).toBe(summary.total);
      expect(months.reduce((sum, month) => sum + month.completed, 0)).toBe(summary.resolved);
      for (const month of months)
        if (month.registered) expect(await listed({ ...filter, ...month.span }), month.month).toBe(month.registered);
    }),
    { numRuns: 25 },
  );
});

test('every bar of the histogram opens a list of exactly so many reports, as weeks, months or years', async () => {
  await fc.assert(
    fc.asyncProperty(anyFilter, fc.constantFrom(752, 80, 10), async (filter, width) => {
      const { groups, total } = await statistics(timelineQuery(filter));
      const { bins } = makeTimeline(groups, width, TODAY);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
      for (const { start: from, end: to, count } of bins)
        if (count > 0) expect(await listed({ ...filter, from, to }), from).toBe(count);
    }),
    { numRuns: 25 },
  );
});
