import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import { STATUSES } from '../../server/contract/enums.ts';
import { apart, axisTop, pointLabels, textWidth } from '../../web/src/explore/axis.ts';
import { binStarts } from '../../web/src/explore/calendar.ts';
import { codesOf, statusesOf } from '../../web/src/explore/opening.ts';
import { makeTrend, trendQueries } from '../../web/src/explore/trend.ts';
import { DEFAULT_VIEW } from '../../web/src/explore/url.ts';

type Group = StatisticsAnswer['groups'][number];
const TODAY = '2026-11-25';
const ALWAYS = { from: null, to: null };
const NONE = { supports: 0, households: 0, open: 0, resolved: 0, medianDays: null };
const registered = (counts: Record<string, number>): Group[] =>
  Object.entries(counts).map(([month, count]) => ({ month, count, ...NONE }));
const completed = (counts: Record<string, number>): Group[] => [
  ...Object.entries(counts).map(([month, count]) => ({ resolved_month: month, count, ...NONE })),
  { resolved_month: null, count: 99, ...NONE },
];

describe('the trend by month', () => {
  it('asks for both lines with the same filter', () => {
    const { registered, completed } = trendQueries({ ...DEFAULT_VIEW, area: ['alai-2'], from: '2026-01-01' });
    expect(registered).toBe('area=alai-2&from=2026-01-01&by=month');
    expect(completed).toBe('area=alai-2&from=2026-01-01&by=resolved_month');
  });

  it('leaves out no month over New Year, and none up to this one', () => {
    const months = makeTrend(registered({ '2025-11': 3, '2026-01': 2 }), completed({ '2026-02': 1 }), ALWAYS, TODAY);
    expect(months.map(({ month }) => month.slice(0, 7))).toEqual(
      binStarts('2025-11-01', TODAY, 'month').map((month) => month.slice(0, 7)),
    );
    expect(months.slice(0, 4).map((month) => [month.registered, month.completed])).toEqual([
      [3, 0],
      [0, 0],
      [2, 0],
      [0, 1],
    ]);
    expect(months.map(({ partial }) => partial)).toEqual([...Array<boolean>(12).fill(false), true]);
  });

  it('ends registered with the filter and still shows what was resolved later', () => {
    const filter = { from: '2026-03-15', to: '2026-05-01' };
    const months = makeTrend(registered({ '2026-03': 2, '2026-04': 1 }), completed({ '2026-06': 3 }), filter, TODAY);
    expect(months.map((month) => [month.month.slice(0, 7), month.registered, month.completed, month.partial])).toEqual([
      ['2026-03', 2, 0, true],
      ['2026-04', 1, 0, false],
      ['2026-05', null, 0, false],
      ['2026-06', null, 3, false],
    ]);
  });

  it('opens a month only as far as the filter shows it, or the list would hold others', () => {
    const filter = { from: '2026-03-15', to: '2026-04-10' };
    const months = makeTrend(registered({ '2026-03': 2, '2026-04': 1 }), [], filter, TODAY);
    expect(months.map(({ span }) => span)).toEqual([
      { from: '2026-03-15', to: '2026-04-01' },
      { from: '2026-04-01', to: '2026-04-10' },
    ]);
  });

  it('is nothing of nothing', () => {
    expect(makeTrend([], completed({}), ALWAYS, TODAY)).toEqual([]);
  });
});

describe('the axes of the trend', () => {
  it('end at a round number that is not below the most, with a whole number in the middle', () => {
    expect([0, 1, 3, 13, 167, 1_000_001].map(axisTop)).toEqual([2, 2, 4, 20, 200, 2_000_000]);
    fc.assert(
      fc.property(fc.nat(10_000_000), (most) => {
        expect(axisTop(most)).toBeGreaterThanOrEqual(Math.max(most, 2));
        expect(axisTop(most) % 2).toBe(0);
        expect(most < 2 || axisTop(most) <= 2 * most).toBe(true);
      }),
    );
  });

  it('name the last month always, each year once, and let no name touch another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 11 }), (count, shift) => {
        const months = binStarts('2010-01-01', '2030-01-01', 'month').slice(shift, shift + count);
        const step = count > 1 ? 240 / (count - 1) : 0;
        const labels = pointLabels(months, step, 'ru');
        expect(labels.at(-1)!.index).toBe(count - 1);
        labels.slice(1).forEach(({ index, text }, i) => {
          const room = (index - labels[i]!.index) * step;
          expect(room).toBeGreaterThanOrEqual((textWidth(text) + textWidth(labels[i]!.text)) / 2);
        });
        const years = labels.flatMap(({ text }) => text.match(/\d{4}/) ?? []);
        expect(new Set(years).size).toBe(years.length);
      }),
    );
  });

  it('keep the names of two lines apart and inside', () => {
    const height = fc.double({ min: 8, max: 78, noNaN: true });
    fc.assert(
      fc.property(height, height, (a, b) => {
        const [first, second] = apart(a, b, 15, 8, 78);
        expect(Math.abs(first - second)).toBeGreaterThanOrEqual(14.999);
        expect(Math.min(first, second)).toBeGreaterThanOrEqual(8);
        expect(Math.max(first, second)).toBeLessThanOrEqual(78);
        expect(a < b ? first < second : a > b ? first > second : first < second).toBe(true);
      }),
    );
  });
});

describe('what a number opens', () => {
  it('is every open or resolved report of the filter, and none of a status that the filter leaves out', () => {
    expect(statusesOf('open', [])).toEqual(['new', 'verified', 'in_progress']);
    expect(statusesOf('open', ['resolved', 'verified'])).toEqual(['verified']);
    expect(statusesOf('resolved', [])).toEqual(['resolved']);
    fc.assert(
      fc.property(fc.subarray([...STATUSES]), (chosen) => {
        for (const figure of ['open', 'resolved'] as const)
          expect(chosen.length === 0 || statusesOf(figure, chosen).every((status) => chosen.includes(status))).toBe(
            true,
          );
      }),
    );
  });

  it('is the category of a row, or only the kinds of it that were chosen', () => {
    const kinds = ['WATER_CUT', 'WATER_DIRTY'];
    expect(codesOf('WATER', kinds, [])).toEqual(['WATER']);
    expect(codesOf('WATER', kinds, ['ROAD', 'WATER'])).toEqual(['WATER']);
    expect(codesOf('WATER', kinds, ['ROAD', 'WATER_CUT'])).toEqual(['WATER_CUT']);
    expect(codesOf('WATER', kinds, ['WATER', 'WATER_CUT'])).toEqual(['WATER']);
  });
});
