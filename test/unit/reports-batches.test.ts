import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inBatches } from '../../server/reports/batches.ts';

const never = () => false;

/** Doubles numbers; a negative one is bad and fails the whole batch, as one row fails a statement. */
function doubling() {
  const batches: number[][] = [];
  const work = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise((resolve) => setTimeout(resolve));
    if (items.some((item) => item < 0)) throw new Error('bad');
    return items.map((item) => item * 2);
  };
  return { batches, work };
}

describe('writes that come together', () => {
  test('wait for nobody when nobody else is there, and are done together while others are under way', async () => {
    const { batches, work } = doubling();
    const double = inBatches(work, 3, never);
    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(double))).toEqual([2, 4, 6, 8, 10, 12]);
    expect(batches).toEqual([[1], [2, 3, 4], [5, 6]]);
    expect(await double(7)).toBe(14);
    expect(batches.at(-1)).toEqual([7]);
  });

  test('each get their own result, however many are bad and whatever the size of a batch', async () => {
    const numbers = fc.array(fc.integer({ min: -3, max: 30 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(numbers, fc.integer({ min: 1, max: 8 }), async (items, max) => {
        const { batches, work } = doubling();
        const double = inBatches(work, max, never);
        const outcomes = await Promise.allSettled(items.map(double));
        expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual(
          items.map((item) => (item < 0 ? 'failed' : item * 2)),
        );
        for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(max);
      }),
      { numRuns: 50 },
    );
  });

  test("fail together when the fault is nobody's own, without being tried again", async () => {
    const { batches, work } = doubling();
    const double = inBatches(work, 10, () => true);
    const outcomes = await Promise.allSettled([1, 2, -3, 4].map(double));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(batches).toEqual([[1], [2, -3, 4]]);
  });
});
