import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMembers, likeness, sharedWords, type Candidate } from '../../server/reports/merges/rules.ts';

const report = (more: Partial<Candidate> = {}): Candidate => ({
  metres: 0,
  sameArea: true,
  kind: 'ROAD_MUD',
  reportedAt: Date.UTC(2026, 2, 1),
  text: 'Мектептин жанындагы жолдо чоң чуңкур бар',
  ...more,
});

describe('likely duplicates', () => {
  test('are likelier the nearer they are in place, time, kind and words', () => {
    const same = likeness(report(), report());
    expect(same).toEqual({ score: 1, reasons: ['place', 'time', 'kind', 'words'] });
    for (const more of [
      { metres: 150 },
      { reportedAt: Date.UTC(2026, 4, 20) },
      { kind: 'ROAD_BRIDGE' },
      { text: 'Суу түтүгү жарылды' },
    ]) {
      const other = likeness(report(), report(more));
      expect(other.score).toBeLessThan(same.score);
      expect(other.reasons).toHaveLength(3);
    }
    expect(likeness(report(), report({ metres: null, sameArea: false, kind: null, text: '' })).reasons).toEqual([
      'time',
    ]);
  });

  test('share words whatever their endings and letters', () => {
    expect(sharedWords('Жолдогу чункур', 'жолдо чуңкурлар')).toBe(1);
    expect(sharedWords('', 'жол')).toBe(0);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sharedWords(a, b)).toBe(sharedWords(b, a));
        expect(sharedWords(a, b)).toBeGreaterThanOrEqual(0);
        expect(sharedWords(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('a merged report takes the coarsest precision of its members', () => {
  const precisions = fc.array(fc.constantFrom('exact', 'coarse', 'area'), { minLength: 1 });
  fc.assert(
    fc.property(precisions, (list) => {
      const members = list.map((precision) => ({
        id: 'x',
        precision: precision as never,
        demo: false,
        mergedInto: null,
      }));
      const expected = list.includes('area') ? 'area' : list.includes('coarse') ? 'coarse' : 'exact';
      expect(checkMembers(members)).toBe(expected);
    }),
  );
});
