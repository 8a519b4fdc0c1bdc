import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gaps } from '../../server/index/follow/gaps.ts';

const LONG = 10_000;

test('a number that never comes is noticed, once', () => {
  const gaps = new Gaps(100, 0);
  expect(gaps.take([101, 102, 104, 105], 100)).toBe(false);
  expect(gaps.take([], LONG)).toBe(true);
  expect(gaps.take([106], 2 * LONG)).toBe(false);
});

test('numbers that transactions took in turns and that are still coming are no gap', () => {
  const order = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 50, maxLength: 200 });
  fc.assert(
    fc.property(order, (delays) => {
      const gaps = new Gaps(0, 0);
      const arrivals = delays.map((delay, number) => ({ number: number + 1, at: number + delay }));
      const suspicions: boolean[] = [];
      for (let tick = 0; tick <= delays.length + 20; tick++) {
        const numbers = arrivals.filter(({ at }) => at === tick).map(({ number }) => number);
        suspicions.push(gaps.take(numbers, tick * 50));
      }
      suspicions.push(gaps.take([], LONG * 10));
      // Some of a steady stream may be on their way at every moment; at the end nothing is missing.
      expect(suspicions.at(-1)).toBe(false);
    }),
  );
});

test('two numbers in each other\u2019s order raise no suspicion, however long that goes on', () => {
  const gaps = new Gaps(0, 0);
  for (let pair = 0; pair < 200; pair++) {
    expect(gaps.take([2 * pair + 2], pair * 100)).toBe(false);
    expect(gaps.take([2 * pair + 1], pair * 100 + 50)).toBe(false);
  }
});
