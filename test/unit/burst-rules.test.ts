import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBursts, type RecentReport } from '../../server/reports/floods/rules.ts';

const START = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
let serial = 0;
const report = (more: Partial<RecentReport> = {}): RecentReport => {
  serial += 1;
  return {
    id: `id-${serial}`,
    version: 1,
    code: `CODE${serial}`,
    reportedAt: START,
    lng: 72 + serial,
    lat: 40,
    category: 'ROAD',
    kind: null,
    area: 'alai-1',
    text: null,
    address: null,
    ...more,
  };
};
const many = (count: number, more: (n: number) => Partial<RecentReport>) =>
  Array.from({ length: count }, (_, n) => report(more(n)));

describe('a burst', () => {
  test('is what comes from one address, with the same words, or at one place, one shortly after the other', () => {
    const address = many(6, (n) => ({ address: 'a', reportedAt: START + n * 20 * MINUTE }));
    const words = many(5, (n) => ({
      text: n % 2 ? 'Суу жок үйдө!' : 'үйдө СУУ жок',
      reportedAt: START + n * 600 * MINUTE,
    }));
    const place = many(7, (n) => ({ lng: 72.8381, lat: 40.4981, reportedAt: START + n * 5 * MINUTE }));
    const found = findBursts([...address, ...words, ...place, ...many(30, () => ({}))]);
    expect(found.map(({ count, signs }) => [count, signs])).toEqual([
      [7, ['place']],
      [6, ['address']],
      [5, ['words']],
    ]);
    expect(found[1]).toMatchObject({ from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T01:40:00.000Z' });
    expect(found[2]!.words).toBe('үйдө СУУ жок');
    expect(found[1]!.reports).toEqual(address.map(({ id, version }) => ({ id, version })));
    expect(found[1]!.members.map(({ id }) => id)).toEqual(address.map(({ id }) => id));
  });

  test('is none when reports are few, far apart in time, or have little to be alike in', () => {
    expect(findBursts(many(4, () => ({ address: 'a' })))).toEqual([]);
    expect(findBursts(many(9, (n) => ({ address: 'a', reportedAt: START + n * 31 * MINUTE })))).toEqual([]);
    expect(findBursts(many(9, () => ({ text: 'суу жок' })))).toEqual([]);
    expect(findBursts([])).toEqual([]);
  });

  test('of another address and other words is one with it when some reports have both', () => {
    const text = 'Бул жерде көпүрө жок';
    const both = [...many(4, () => ({ address: 'a', text })), ...many(4, () => ({ address: 'b', text }))];
    expect(findBursts(both)).toMatchObject([{ count: 8, signs: ['address', 'words'], words: text }]);
  });

  test('numbers its addresses by how many came from each, and tells none of them', () => {
    const text = 'Бул жерде көпүрө жок';
    const found = findBursts([
      ...many(2, () => ({ address: 'few', text })),
      ...many(5, () => ({ address: 'most', text })),
      ...many(1, () => ({ text })),
    ]);
    expect(found[0]!.members.map(({ address }) => address)).toEqual([2, 2, 1, 1, 1, 1, 1, null]);
    expect(JSON.stringify(found)).not.toMatch(/few|most/);
  });

  test('holds each report once, whatever came', () => {
    const any = fc.record({
      reportedAt: fc.integer({ min: START, max: START + 60 * MINUTE }),
      address: fc.constantFrom(null, 'a', 'b', 'c'),
      lng: fc.constantFrom(null, 72.8, 72.9),
      text: fc.constantFrom(null, 'бир эки үч', 'төрт беш алты'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (list) => {
        const bursts = findBursts(list.map((each) => report({ ...each, lat: each.lng === null ? null : 40 })));
        const ids = bursts.flatMap((burst) => burst.reports.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const burst of bursts) expect(burst.count).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});
