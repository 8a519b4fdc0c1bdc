import { describe, expect, it } from 'vitest';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import type { AreaFeature } from '../../server/contract/catalog.ts';
import { pairOf, shareRows, sideOf, withSide } from '../../web/src/explore/comparison.ts';

const measures = (count: number, resolved = 0, medianDays: number | null = null) => ({
  count,
  supports: 0,
  households: 0,
  open: count - resolved,
  resolved,
  medianDays,
});
const answer = (
  total: ReturnType<typeof measures>,
  groups: Partial<StatisticsAnswer['groups'][number]>[],
): StatisticsAnswer => ({ by: [], total, groups: groups as StatisticsAnswer['groups'] });
const area = (code: string, parent: string | null, households: number | null) =>
  ({
    properties: { code, parent, households, kind: parent === null ? 'settlement' : 'quarter' },
  }) as AreaFeature;
const AREAS = [area('alai-1', null, null), area('q-1', 'alai-1', 200), area('q-2', 'alai-1', null)];

describe('the pair that is compared', () => {
  it('is what was chosen, made up from the other settlements; without two there is none', () => {
    const all = ['alai-1', 'alai-2', 'alai-3'];
    expect(pairOf([], all)).toEqual(['alai-1', 'alai-2']);
    expect(pairOf(['alai-3'], all)).toEqual(['alai-3', 'alai-1']);
    expect(pairOf(['alai-3', 'alai-2', 'alai-1'], all)).toEqual(['alai-3', 'alai-2']);
    expect(pairOf(['none', 'quarter-7'], all)).toEqual(['alai-1', 'alai-2']);
    expect(pairOf([], ['alai-1'])).toBeNull();
  });

  it('never has the same settlement on both sides', () => {
    expect(withSide(['a', 'b'], 0, 'c')).toEqual(['c', 'b']);
    expect(withSide(['a', 'b'], 1, 'a')).toEqual(['b', 'a']);
    expect(withSide(['a', 'b'], 0, 'b')).toEqual(['b', 'a']);
  });
});

describe('the figures of a side', () => {
  const byCategory = answer(measures(40, 10, 12), [
    { category: 'WATER', ...measures(30) },
    { category: 'ROAD', ...measures(10) },
  ]);
  const byArea = answer(measures(40), [
    { area: 'alai-1', ...measures(8) },
    { area: 'q-1', ...measures(20) },
    { area: 'q-2', ...measures(12) },
  ]);

  it('are those of the statistics', () => {
    const side = sideOf('alai-1', byCategory, byArea, AREAS);
    expect(side).toMatchObject({ count: 40, resolved: 10, share: 0.25, medianDays: 12 });
    expect([...side.categories]).toEqual([
      ['WATER', 30],
      ['ROAD', 10],
    ]);
  });

  it('take the rate of the quarters alone whose households are known, reports and households both', () => {
    expect(sideOf('alai-1', byCategory, byArea, AREAS).rate).toBe(10);
    expect(sideOf('alai-1', byCategory, byArea, [area('alai-1', null, 400), ...AREAS.slice(1)]).rate).toBe(10);
    expect(sideOf('alai-1', byCategory, byArea, [area('alai-1', null, null)]).rate).toBeNull();
  });

  it('share out no reports as nothing, not as an error', () => {
    const nobody = sideOf('alai-1', answer(measures(0), []), answer(measures(0), []), AREAS);
    expect([nobody.share, nobody.rate]).toEqual([null, 0]);
    expect(shareRows([nobody, nobody])).toEqual([]);
  });

  it('name every category that one of the sides has, the greatest parts first', () => {
    const left = sideOf('alai-1', byCategory, byArea, AREAS);
    const right = sideOf('alai-2', answer(measures(4), [{ category: 'WASTE', ...measures(4) }]), byArea, AREAS);
    expect(shareRows([left, right])).toEqual([
      { category: 'WASTE', counts: [0, 4], shares: [0, 1] },
      { category: 'WATER', counts: [30, 0], shares: [0.75, 0] },
      { category: 'ROAD', counts: [10, 0], shares: [0.25, 0] },
    ]);
  });
});
