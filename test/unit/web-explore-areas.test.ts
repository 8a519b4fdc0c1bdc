import { describe, expect, it } from 'vitest';
import type { AreaFeature } from '../../server/contract/catalog.ts';
import { areaSheet, LIMITS, rateOf, stepOf } from '../../web/src/explore/area-values.ts';

const area = (
  code: string,
  kind: 'mtu' | 'settlement' | 'quarter',
  parent: string | null = null,
  households: number | null = null,
) => ({ properties: { code, kind, parent, households } }) as AreaFeature;
const PLACEHOLDERS = [area('alai-1', 'settlement'), area('alai-2', 'settlement')];
const WITH_QUARTERS = [
  area('turan', 'mtu'),
  area('alai-1', 'settlement', 'turan', 500),
  area('alai-2', 'settlement', 'turan'),
  area('q-1', 'quarter', 'alai-1', 200),
  area('q-2', 'quarter', 'alai-1'),
];
/** As the statistics say it once parts are added to their wholes. */
const COUNTS = {
  total: 60,
  counts: new Map([
    ['turan', 55],
    ['alai-1', 40],
    ['alai-2', 15],
    ['q-1', 20],
    ['q-2', 12],
    ['none', 5],
  ]),
};
const ALL = { area: [], level: null, measure: null };
const shown = (...args: Parameters<typeof areaSheet>) =>
  areaSheet(...args).values.map(({ area: { properties }, count, step }) => [properties.code, count, step]);

describe('the steps of a choropleth', () => {
  it('begin at their limits, and never depend on the data', () => {
    expect(LIMITS.rate.map((limit) => stepOf(limit, LIMITS.rate))).toEqual([1, 2, 3, 4, 5, 6]);
    expect([2.99, 3, 13.99, 14, 900].map((value) => stepOf(value, LIMITS.rate))).toEqual([1, 2, 5, 6, 6]);
    expect([0, 9, 10, 999, 1_000_000].map((value) => stepOf(value, LIMITS.count))).toEqual([1, 1, 2, 5, 6]);
  });

  it('take a rate only from a known number of households', () => {
    expect(rateOf(39, 305)).toBeCloseTo(12.787, 3);
    expect(rateOf(39, null)).toBeNull();
    expect(rateOf(39, 0)).toBeNull();
  });
});

describe('the choropleth of a view', () => {
  it('counts whole settlements while nothing is known of households, and has no choice to offer', () => {
    const sheet = areaSheet(ALL, PLACEHOLDERS, COUNTS);
    expect(sheet).toMatchObject({ level: 'settlement', measure: 'count', levels: false, measures: false });
    expect(sheet.values.map(({ count, step }) => [count, step])).toEqual([
      [40, 3],
      [15, 2],
    ]);
    expect(areaSheet({ ...ALL, measure: 'rate' }, PLACEHOLDERS, COUNTS).measure).toBe('count');
  });

  it('fills quarters where there are some, the settlement where there are none, and marks what it cannot know', () => {
    expect(shown(ALL, WITH_QUARTERS, COUNTS)).toEqual([
      ['alai-2', 15, 0],
      ['q-1', 20, 5],
      ['q-2', 12, 0],
    ]);
    expect(shown({ ...ALL, level: 'settlement' }, WITH_QUARTERS, COUNTS)).toEqual([
      ['alai-1', 40, 4],
      ['alai-2', 15, 0],
    ]);
  });

  it('accounts for every report: in an area, in a settlement only, or outside', () => {
    for (const level of ['settlement', 'quarter'] as const) {
      const { inAreas, unplaced, outside, total } = areaSheet({ ...ALL, level }, WITH_QUARTERS, COUNTS);
      expect(inAreas + unplaced + outside).toBe(total);
      expect([unplaced, outside]).toEqual(level === 'quarter' ? [8, 5] : [0, 5]);
    }
  });

  it('fills only what was chosen, down to a single quarter', () => {
    const of = (...codes: string[]) => shown({ ...ALL, area: codes }, WITH_QUARTERS, COUNTS).map(([code]) => code);
    expect(of('alai-1')).toEqual(['q-1', 'q-2']);
    expect(of('turan')).toEqual(['alai-2', 'q-1', 'q-2']);
    expect(of('q-2')).toEqual(['q-2']);
    expect(shown({ ...ALL, area: ['q-2'], level: 'settlement' }, WITH_QUARTERS, COUNTS)).toEqual([['q-2', 12, 2]]);
    expect(of('none')).toEqual(['alai-2', 'q-1', 'q-2']);
  });
});
