import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import { monthLabels, textWidth } from '../../web/src/explore/axis.ts';
import { between, binAt, moved, rangeOf, spanOf, stepped, withEnd } from '../../web/src/explore/brush.ts';
import type { Span } from '../../web/src/explore/brush.ts';
import { binAfter, binStart, binStarts, dayNumber, dayText, UNITS } from '../../web/src/explore/calendar.ts';
import { makeTimeline, sumOver, timelineQuery } from '../../web/src/explore/timeline.ts';
import { DEFAULT_VIEW } from '../../web/src/explore/url.ts';
import { dayInWords, monthName, monthShort } from '../../web/src/i18n/months.ts';

type Group = StatisticsAnswer['groups'][number];
const TODAY = '2026-11-25';
const FIRST_DAY = dayNumber('2019-01-01');
const anyDay = fc.integer({ min: FIRST_DAY, max: dayNumber(TODAY) }).map(dayText);
const anyUnit = fc.constantFrom(...UNITS);

/** What the server would answer to `by=month,week` about reports of these days. */
function groupsOf(days: readonly string[]): Group[] {
  const counts = new Map<string, number>();
  for (const day of days) {
    const key = `${day.slice(0, 7)} ${binStart(day, 'week')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [month, week] = key.split(' ') as [string, string];
    return { month, week, count, supports: 2 * count, households: 0, open: count, resolved: 0, medianDays: null };
  });
}

describe('weeks, months and years', () => {
  it('begin on a Monday, on the first, on New Year, also where a week lies in two years', () => {
    expect(binStart('2026-01-01', 'week')).toBe('2025-12-29');
    expect(binStart('2027-01-03', 'week')).toBe('2026-12-28');
    expect(binStart('1969-12-31', 'week')).toBe('1969-12-29');
    expect(binStart('2026-11-25', 'month')).toBe('2026-11-01');
    expect(binStart('2026-11-25', 'year')).toBe('2026-01-01');
    expect(binAfter('2025-12-29', 'week')).toBe('2026-01-05');
    expect(binAfter('2025-12-01', 'month')).toBe('2026-01-01');
    expect(binAfter('2026-03-01', 'month', -4)).toBe('2025-11-01');
  });

  it('hold every day exactly once', () => {
    fc.assert(
      fc.property(anyDay, anyUnit, (day, unit) => {
        const start = binStart(day, unit);
        const end = binAfter(start, unit);
        expect(start <= day && day < end).toBe(true);
        expect(binStart(dayText(dayNumber(end) - 1), unit)).toBe(start);
        if (unit === 'week') expect(new Date(`${start}T00:00:00Z`).getUTCDay()).toBe(1);
      }),
    );
  });

  it('follow one another without a gap', () => {
    fc.assert(
      fc.property(anyDay, anyDay, anyUnit, (a, b, unit) => {
        const [first, last] = [a, b].sort() as [string, string];
        const starts = binStarts(first, last, unit);
        expect(starts[0]! <= first && binAfter(starts.at(-1)!, unit) > last).toBe(true);
        starts.slice(1).forEach((start, i) => expect(start).toBe(binAfter(starts[i]!, unit)));
      }),
    );
  });
});

describe('bars of the histogram', () => {
  it('ask for every filter but the time, so that they stay while it is chosen', () => {
    const filter = { ...DEFAULT_VIEW, area: ['alai-1'], from: '2026-01-01', to: '2026-02-01' };
    expect(Object.fromEntries(new URLSearchParams(timelineQuery(filter)))).toEqual({
      area: 'alai-1',
      by: 'month,week',
    });
  });

  it('hold each report once, whatever their size', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 60 }), fc.integer({ min: 1, max: 3000 }), (days, width) => {
        const { unit, bins } = makeTimeline(groupsOf(days), width, TODAY);
        expect(sumOver(bins, null, null).count).toBe(days.length);
        for (const { start, end, count } of bins) {
          expect(count).toBe(days.filter((day) => start <= day && day < end).length);
          expect(end).toBe(binAfter(start, unit));
        }
        expect(bins.at(-1)!.end > TODAY).toBe(true);
        if (unit !== 'year') expect(width / bins.length).toBeGreaterThanOrEqual(6 * (unit === 'week' ? 1 : 0.9));
      }),
    );
  });

  it('are weeks over one year, months over three on the same screen, and years over a century', () => {
    expect(makeTimeline(groupsOf(['2025-11-25']), 752, TODAY).unit).toBe('week');
    expect(makeTimeline(groupsOf(['2023-11-25']), 752, TODAY).unit).toBe('month');
    expect(makeTimeline(groupsOf(['1926-11-25']), 752, TODAY).unit).toBe('year');
  });

  it('of one week or none still show a few months, not one bar as broad as the screen', () => {
    for (const days of [[], [TODAY]]) {
      const { unit, bins } = makeTimeline(groupsOf(days), 752, TODAY);
      expect([unit, bins.length, bins.at(-1)!.count]).toEqual(['week', 16, days.length]);
    }
  });

  it('add up to the figures of a range of whole bars', () => {
    const { bins } = makeTimeline(groupsOf(['2026-11-02', '2026-11-08', '2026-11-09']), 752, TODAY);
    expect(sumOver(bins, '2026-11-02', '2026-11-09')).toMatchObject({ count: 2, supports: 4, open: 2 });
    expect(sumOver(bins, '2026-11-09', null).count).toBe(1);
  });
});

describe('the range on the histogram', () => {
  const edges = binStarts('2026-01-05', '2026-11-23', 'week').map(dayNumber);
  const first = edges[0]!;
  const last = edges.at(-1)!;
  const maybeDay = fc.option(fc.integer({ min: first - 900, max: last + 900 }).map(dayText));
  const anySpan: fc.Arbitrary<Span> = fc
    .tuple(maybeDay, maybeDay)
    .map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }))
    .filter(({ from, to }) => from === null || from !== to);
  const anywhere = fc.double({ min: first - 50, max: last + 50, noNaN: true });
  const legal = ({ from, to }: Span): void => expect(from === null || to === null || from < to).toBe(true);

  it('lies where the filter says, and at the edge where that is outside', () => {
    expect(rangeOf(edges, { from: null, to: null })).toEqual({ from: first, to: last });
    expect(rangeOf(edges, { from: '2020-01-01', to: '2020-02-01' })).toEqual({ from: first, to: first });
    expect(rangeOf(edges, { from: '2026-03-01', to: null }).from).toBe(dayNumber('2026-03-01'));
  });

  it('is open at the end that reaches the edge, so that tomorrow’s reports come in', () => {
    expect(spanOf(edges, { from: first, to: last })).toEqual({ from: null, to: null });
    expect(withEnd(edges, { from: '2026-03-02', to: '2026-04-06' }, 'to', last + 9)).toEqual({
      from: '2026-03-02',
      to: null,
    });
  });

  it('moves one end to a whole week and leaves the other as it was', () => {
    fc.assert(
      fc.property(anySpan, fc.constantFrom('from' as const, 'to' as const), anywhere, (span, end, position) => {
        const next = withEnd(edges, span, end, position);
        legal(next);
        const other = end === 'from' ? 'to' : 'from';
        expect(next[other]).toBe(span[other]);
        const day = next[end];
        if (day !== span[end] && day !== null) expect(edges).toContain(dayNumber(day));
      }),
    );
  });

  it('keeps at least one bar between its handles', () => {
    fc.assert(
      fc.property(anySpan, anywhere, (span, position) => {
        const range = rangeOf(edges, span);
        if (!edges.includes(range.from) || !edges.includes(range.to) || range.from === range.to) return;
        for (const end of ['from', 'to'] as const) {
          const next = rangeOf(edges, withEnd(edges, span, end, position));
          expect(next.to - next.from).toBeGreaterThanOrEqual(7);
        }
      }),
    );
  });

  it('steps a week with an arrow, four with Shift, and to the edge of the week from within one', () => {
    const monday = dayNumber('2026-03-02');
    expect(dayText(stepped(edges, monday, 1))).toBe('2026-03-09');
    expect(dayText(stepped(edges, monday, -4))).toBe('2026-02-02');
    expect(dayText(stepped(edges, monday + 3, -1))).toBe('2026-03-02');
    expect(dayText(stepped(edges, monday + 3, 1))).toBe('2026-03-09');
    expect(stepped(edges, first, -1)).toBe(first);
    expect(stepped(edges, last - 7, 4)).toBe(last);
  });

  it('moves as a whole without growing or shrinking, and stops at the edges', () => {
    fc.assert(
      fc.property(fc.nat(edges.length - 2), fc.nat(60), fc.integer({ min: -80, max: 80 }), (start, more, steps) => {
        const end = Math.min(start + 1 + more, edges.length - 1);
        const next = moved(edges, spanOf(edges, { from: edges[start]!, to: edges[end]! }), steps);
        const range = rangeOf(edges, next);
        expect(range.to - range.from).toBe(edges[end]! - edges[start]!);
        expect(range.from).toBe(edges[Math.min(Math.max(start + steps, 0), edges.length - 1 - (end - start))]);
      }),
    );
  });

  it('never becomes a filter that ends before it starts, wherever it was', () => {
    fc.assert(
      fc.property(anySpan, fc.integer({ min: -80, max: 80 }), (span, steps) => {
        legal(moved(edges, span, steps));
      }),
    );
  });

  it('takes every bar that a drag over the ground touches, at least the one under it', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        const span = between(edges, a, b);
        legal(span);
        const { from, to } = rangeOf(edges, span);
        expect(from).toBe(edges[binAt(edges, Math.min(a, b))]);
        expect(to).toBe(edges[binAt(edges, Math.max(a, b)) + 1]);
      }),
    );
  });
});

describe('words under the bars', () => {
  it('never touch one another or stick out, and have the year at first and in January', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 40, max: 1600 }), (a, b, width) => {
        const [start, end] = [a, b].sort() as [string, string];
        const labels = monthLabels(start, end, width, 'ky');
        labels.forEach(({ x, text }, i) => {
          expect(x + textWidth(text)).toBeLessThanOrEqual(Math.min(width, labels[i + 1]?.x ?? width));
          if (i === 0 || text.startsWith('янв')) expect(text).toMatch(/ \d{4}$/);
        });
      }),
    );
  });

  it('name months and days in three languages without asking a browser that has no Kyrgyz', () => {
    expect(monthShort('2026-03-01', 'ky')).toBe('мар');
    expect(monthName('2026-03', 'ky')).toBe('март 2026');
    expect(dayInWords('2026-03-01', 'ky')).toBe('2026-жылдын 1-марты');
    expect(dayInWords('2026-06-09', 'ky')).toBe('2026-жылдын 9-июну');
    expect(dayInWords('2026-08-31', 'ru')).toBe('31 августа 2026');
    expect(dayInWords('2026-12-01', 'en')).toBe('1 December 2026');
  });
});
