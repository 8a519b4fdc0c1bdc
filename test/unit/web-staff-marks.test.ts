import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKS } from '../../server/contract/staff-queue.ts';
import { piecesOf, withoutMarks } from '../../web/src/staff/report/marks.ts';

const parts = fc.array(
  fc.record({ mark: fc.constantFrom(...MARKS), start: fc.nat(60), end: fc.nat(60) }).filter((p) => p.start < p.end),
);

describe('marked texts', () => {
  it('lose no letter when they are shown in pieces, whatever is marked', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), parts, (text, marked) => {
        expect(
          piecesOf(text, marked)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('hold nothing of a marked stretch after it was cut out', () => {
    const text = 'Асанов Бакыт, 0555 123 456: суу жок';
    const marked = [
      { mark: 'name', start: 0, end: 12 },
      { mark: 'phone', start: 14, end: 26 },
    ] as const;
    expect(withoutMarks(text, marked)).toBe('…, …: суу жок');
  });
});
