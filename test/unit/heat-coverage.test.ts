import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../server/heat/coverage.ts';
import { signedArea } from '../support/heat-shapes.ts';

const corner = fc.record({
  x: fc.double({ min: 0, max: 12, noNaN: true }),
  y: fc.double({ min: 0, max: 9, noNaN: true }),
});

describe('share of each cell inside a boundary', () => {
  it('is exact for a half-covered, a fully covered and an untouched cell', () => {
    const triangle = [
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 0, y: 2 },
    ];
    expect([...coverage([triangle], 3, 2)]).toEqual([1, 0.5, 0, 0.5, 0, 0]);
  });

  it('sees a sliver far thinner than a cell', () => {
    const sliver = [
      { x: 0.5, y: 1.2 },
      { x: 3.5, y: 1.2 },
      { x: 3.5, y: 1.21 },
      { x: 0.5, y: 1.21 },
    ];
    const shares = coverage([sliver], 4, 3);
    expect(shares[4]).toBeCloseTo(0.005, 12);
    expect(shares[5]).toBeCloseTo(0.01, 12);
  });

  it('leaves holes out', () => {
    const outer = [
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 4 },
      { x: 0, y: 4 },
    ];
    const hole = [
      { x: 1, y: 1 },
      { x: 1, y: 3 },
      { x: 2.5, y: 3 },
      { x: 2.5, y: 1 },
    ];
    const shares = coverage([outer, hole], 4, 4);
    expect([...shares.slice(4, 8)]).toEqual([1, 0, 0.5, 1]);
  });

  it('adds up to the area of any triangle, whichever way round, up to the border of the grid', () => {
    fc.assert(
      fc.property(corner, corner, corner, (a, b, c) => {
        const ring = [a, b, c];
        const sum = coverage([ring], 12, 9).reduce((x, y) => x + y, 0);
        expect(sum).toBeCloseTo(Math.abs(signedArea([...ring, a].map(({ x, y }) => [x, y]))), 6);
      }),
    );
  });
});
