import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { StatisticsAnswer } from '../../server/contract/analysis.ts';
import { GROUPINGS, type Grouping } from '../../server/contract/enums.ts';
import type { Filter } from '../../server/filters/rules.ts';
import {
  compileFilter,
  countOf,
  extentOf,
  pointsIn,
  pointsOf,
  ReportIndex,
  statisticsOf,
  type CompiledFilter,
  type PublishedReport,
} from '../../server/index/rules.ts';
import { parseUuid } from '../../server/index/columns/uuid.ts';
import { statisticsText } from '../../server/statistics/rules.ts';
import { anyFilter, anyReport, daysOf, fits, isOnMap, NO_FILTER, wordOf } from '../support/index-reports.ts';

const MEASURES = ['count', 'supports', 'households', 'open', 'resolved', 'medianDays'];

/** Reports in body and tail, and those of them that a filter leaves. */
const anyCase = fc
  .tuple(fc.uniqueArray(anyReport, { selector: ({ id }) => id, maxLength: 60 }), fc.nat(60), anyFilter)
  .map(([reports, merged, filter]) => {
    const index = indexOf(reports, merged);
    const hasReal = reports.some((report) => !report.demo);
    return { index, filter, fitting: reports.filter((report) => fits(report, filter, hasReal)) };
  });

function indexOf(reports: readonly PublishedReport[], merged: number): ReportIndex {
  const index = new ReportIndex();
  for (const report of reports.slice(0, merged)) index.upsert(report);
  index.mergeNow();
  for (const report of reports.slice(merged)) index.upsert(report);
  return index;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

function measuresOf(reports: readonly PublishedReport[]) {
  return {
    count: reports.length,
    supports: sum(reports.map((report) => report.supports)),
    households: sum(reports.map((report) => report.households ?? 0)),
    open: reports.filter(({ status }) => ['new', 'verified', 'in_progress'].includes(status)).length,
    resolved: reports.filter(({ status }) => status === 'resolved').length,
    medianDays: median(reports.map(daysOf).filter((days) => days !== null)),
  };
}

type GroupRow = StatisticsAnswer['groups'][number];

/** The answer as a client reads it, after a look whether it is what the contract says. */
function answerOf(index: ReportIndex, by: Grouping[], filter: CompiledFilter): StatisticsAnswer {
  const answer: unknown = JSON.parse(statisticsText(by, statisticsOf(index, by, filter)));
  expect([...Value.Errors(StatisticsAnswer, answer)]).toEqual([]);
  const { groups } = answer as StatisticsAnswer;
  for (const row of groups) expect(Object.keys(row)).toEqual([...by, ...MEASURES]);
  return answer as StatisticsAnswer;
}

function wordsOf(row: GroupRow): (string | null)[] {
  return GROUPINGS.map((grouping) => row[grouping] ?? null);
}

/** Ids as the database sends them: four words each. */
function idWords(ids: string[]): Uint32Array {
  const words = new Uint32Array(ids.length * 4);
  for (const [at, id] of ids.entries()) parseUuid(id, words, at);
  return words;
}

describe('any filter on any reports', () => {
  it('leaves the same number as the filter said in plain words', () => {
    fc.assert(
      fc.property(anyCase, ({ index, filter, fitting }) => {
        expect(countOf(index, compileFilter(index, filter))).toBe(fitting.length);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps only the reports in which the words were found', () => {
    fc.assert(
      fc.property(anyCase, fc.func(fc.boolean()), ({ index, filter, fitting }, isFound) => {
        const ids = [...index.reports()].map(({ id }) => id).filter(isFound);
        const unknown = '99999999-0000-4000-8000-000000000000';
        const compiled = compileFilter(index, { ...filter, words: 'суу:*' }, idWords([...ids, unknown]));
        expect(countOf(index, compiled)).toBe(fitting.filter(({ id }) => ids.includes(id)).length);
      }),
    );
    expect(() => compileFilter(new ReportIndex(), { ...NO_FILTER, words: 'суу:*' })).toThrow('ids');
  });

  it('gives the same groups and sums as counting by hand', () => {
    const anyGroupings = fc.subarray([...GROUPINGS]) as fc.Arbitrary<Grouping[]>;
    fc.assert(
      fc.property(anyCase, anyGroupings, ({ index, filter, fitting }, by) => {
        const { total, groups } = answerOf(index, by, compileFilter(index, filter));
        const byHand = new Map<string, PublishedReport[]>();
        for (const report of fitting) {
          const words = GROUPINGS.map((grouping) => (by.includes(grouping) ? wordOf(report, grouping) : null));
          const key = JSON.stringify(words);
          byHand.set(key, [...(byHand.get(key) ?? []), report]);
        }
        expect(total).toEqual(measuresOf(fitting));
        if (by.length === 0) {
          expect(groups).toEqual([]);
          return;
        }
        expect(new Set(groups.map((row) => JSON.stringify(wordsOf(row))))).toEqual(new Set(byHand.keys()));
        expect(groups).toHaveLength(byHand.size);
        for (const row of groups) expect(row).toMatchObject(measuresOf(byHand.get(JSON.stringify(wordsOf(row)))!));
      }),
      { numRuns: 300 },
    );
  });

  it('counts groups as well when they are too far apart in time for a table', () => {
    const reports = fc.sample(anyReport, { numRuns: 300, seed: 12 }).map((report, n) => ({
      ...report,
      id: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      reportedAt: report.reportedAt + (n % 7 === 0 ? 300 : 0) * 365 * 86_400_000,
      status: 'resolved' as const,
    }));
    const far = indexOf(reports, 100);
    const near = indexOf(reports.slice(0, 1), 0);
    const statistics = (index: ReportIndex) => answerOf(index, [...GROUPINGS], compileFilter(index, NO_FILTER));
    const { total, groups } = statistics(far);
    const shown = reports.filter((report) => fits(report, NO_FILTER, true));
    expect(total).toEqual(measuresOf(shown));
    expect(groups).toHaveLength(new Set(shown.map((r) => GROUPINGS.map((g) => wordOf(r, g)).join())).size);
    for (const row of groups) {
      const own = shown.filter((report) =>
        GROUPINGS.every((grouping) => wordOf(report, grouping) === (row[grouping] ?? null)),
      );
      expect(row).toMatchObject(measuresOf(own));
    }
    expect(statistics(near).groups.length).toBeLessThanOrEqual(1);
  });

  it('orders groups by area, category, kind, status, month, week and month of resolution, null last', () => {
    fc.assert(
      fc.property(anyCase, ({ index, filter }) => {
        const { groups } = answerOf(index, [...GROUPINGS], compileFilter(index, filter));
        const keys = groups.map((row) =>
          wordsOf(row)
            .map((word) => word ?? '\uffff')
            .join('\u0000'),
        );
        expect(keys).toEqual([...keys].sort());
      }),
    );
  });

  it('finds the points of each settlement, and says what is left out', () => {
    fc.assert(
      fc.property(anyCase, ({ index, filter, fitting }) => {
        const groups = [[7, 31], [8]];
        const { points, counts } = pointsIn(index, groups, compileFilter(index, filter));
        const inside = fitting.filter(({ areaId }) => groups.flat().includes(areaId!));
        const onMap = inside.filter(isOnMap);
        expect(counts).toEqual({
          total: fitting.length,
          onMap: onMap.length,
          areaOnly: inside.length - onMap.length,
          outside: fitting.length - inside.length,
        });
        for (const [group, ids] of groups.entries()) {
          const { lng, lat, supports, households } = points[group]!;
          const found = Array.from(lng, (x, i) => [x, lat[i], supports[i], households[i]].join()).sort();
          const wanted = onMap.filter(({ areaId }) => ids.includes(areaId!));
          expect(found).toEqual(wanted.map((r) => [r.lng, r.lat, r.supports, r.households ?? 0].join()).sort());
        }
      }),
    );
  });

  it('finds every point on the map and the box around them', () => {
    fc.assert(
      fc.property(anyCase, ({ index, filter, fitting }) => {
        const onMap = fitting.filter(isOnMap);
        const { lng, lat } = pointsOf(index, compileFilter(index, filter));
        expect(Array.from(lng, (x, i) => `${x} ${lat[i]}`).sort()).toEqual(
          onMap.map((r) => `${r.lng} ${r.lat}`).sort(),
        );
        const [lngs, lats] = [onMap.map((r) => r.lng!), onMap.map((r) => r.lat!)];
        expect(extentOf(index, compileFilter(index, filter))).toEqual(
          onMap.length === 0 ? null : [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)],
        );
      }),
    );
  });
});

describe('filters', () => {
  const [report] = fc.sample(anyReport, { numRuns: 1, seed: 5 });
  const at = (lng: number | null, lat: number | null, more: Partial<PublishedReport> = {}): PublishedReport => ({
    ...report!,
    lng,
    lat,
    status: 'new',
    precision: 'exact',
    demo: false,
    ...more,
  });
  const count = (reports: PublishedReport[], filter: Partial<Filter>) => {
    const index = indexOf(reports, 0);
    return countOf(index, compileFilter(index, { ...NO_FILTER, ...filter }));
  };

  it('a place on the edge of a box is inside, one ten-millionth of a degree further it is not', () => {
    const place = [at(72.1234567, 40.7654321)];
    const box = (w: number, s: number, e: number, n: number) => count(place, { boxCorners: [[w, s, e, n]] });
    expect(box(72.1234567, 40.7654321, 72.1234567, 40.7654321)).toBe(1);
    expect(box(72.1234568, 40, 73, 41)).toBe(0);
    expect(box(72, 40.7654322, 73, 41)).toBe(0);
    expect(box(72, 40, 72.1234566, 41)).toBe(0);
    expect(box(72, 40, 73, 40.765432)).toBe(0);
  });

  it('demonstrations show until the first real report, or when asked for, or never', () => {
    const id = '11111111-0000-4000-8000-000000000000';
    const demo = at(72, 40, { id, demo: true });
    const hidden = at(72, 40, { status: 'rejected' });
    expect(count([demo], {})).toBe(1);
    expect(count([demo], { demo: false })).toBe(0);
    expect(count([demo, hidden], {})).toBe(0);
    expect(count([demo, hidden], { demo: true })).toBe(1);
  });

  it('a report without a place is in no box, one known by settlement is where its label is', () => {
    const nowhere = at(null, null, { precision: 'area' });
    const boxCorners = [[-180, -90, 180, 90]] as const;
    expect(count([nowhere], {})).toBe(1);
    expect(count([nowhere], { boxCorners })).toBe(0);
    expect(count([at(72, 40, { precision: 'area' })], { boxCorners })).toBe(1);
  });

  it('an empty choice of areas fits nothing, with outside what is outside', () => {
    const outside = at(72, 40, { areaId: null, areaCode: null });
    expect(count([outside], { areaIds: [], outside: false })).toBe(0);
    expect(count([outside], { areaIds: [], outside: true })).toBe(1);
  });

  it('a time is kept to the millisecond: from inclusive, to exclusive', () => {
    const instant = Date.UTC(2026, 2, 1, 10, 0, 0, 500);
    const one = [at(72, 40, { reportedAt: instant })];
    const text = (ms: number) => new Date(ms).toISOString();
    expect(count(one, { since: text(instant), before: text(instant + 1) })).toBe(1);
    expect(count(one, { since: text(instant + 1) })).toBe(0);
    expect(count(one, { before: text(instant) })).toBe(0);
  });
});
