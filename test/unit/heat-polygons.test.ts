import { describe, expect, it } from 'vitest';
import { polygonsOf } from '../../server/heat/polygons.ts';
import { snapped } from '../../server/heat/snap.ts';
import { signedArea } from '../support/heat-shapes.ts';

type Corners = [number, number][];

const path = (corners: Corners) => corners.map(([x, y]) => ({ x, y }));
const areas = (polygons: { x: number; y: number }[][][]) =>
  polygons.map((rings) => rings.map((ring) => signedArea([...ring, ring[0]!].map(({ x, y }) => [x, y]))));
const square = (west: number, south: number, side: number): Corners => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
];
const hole = (west: number, south: number, side: number): Corners => square(west, south, side).reverse();

describe('polygons from rings', () => {
  it('give every hole to the smallest shell around it, also to an island inside a hole', () => {
    const rings = [square(0, 0, 100), hole(10, 10, 60), square(20, 20, 40), hole(30, 30, 10), hole(80, 80, 10)];
    expect(areas(polygonsOf(rings.map(path)))).toEqual([
      [1600, -100],
      [10000, -3600, -100],
    ]);
  });

  it('part two blocks that only share a corner', () => {
    const eight: Corners = [[0, 0], [10, 0], [10, 10], [20, 10], [20, 20], [10, 20], [10, 10], [0, 10]]; // prettier-ignore
    expect(areas(polygonsOf([path(eight)]))).toEqual([[100], [100]]);
  });

  it('turn a bay whose mouth has closed to a point into a hole', () => {
    const bay: Corners = [[0, 0], [10, 0], [5, 5], [15, 5], [10, 0], [30, 0], [30, 30], [0, 30]]; // prettier-ignore
    const [[shell, inner]] = areas(polygonsOf([path([...bay].map(([x, y]) => [x, y]))])) as [[number, number]];
    expect(Math.abs(shell)).toBe(900);
    expect(Math.abs(inner)).toBe(25);
  });

  it('forget a hole without a shell', () => {
    expect(polygonsOf([path(hole(0, 0, 2))])).toEqual([]);
  });
});

describe('corners that rounding carried onto another edge', () => {
  it('become corners of that edge', () => {
    const ring: Corners = [[0, 0], [1000, 0], [1000, 500], [500, 1], [0, 500]]; // prettier-ignore
    expect(snapped([path(ring)])).toEqual([
      path([[0, 0], [500, 1], [1000, 0], [1000, 500], [500, 1], [0, 500]]), // prettier-ignore
    ]);
  });

  it('are found on the edge of another ring, in the order of that edge', () => {
    const result = snapped([path(square(0, 0, 900)), path([[900, 200], [950, 250], [900, 300]])])!; // prettier-ignore
    expect(result[0]).toEqual(path([[0, 0], [900, 0], [900, 200], [900, 300], [900, 900], [0, 900]])); // prettier-ignore
  });

  it('are not seen where rings keep their distance', () => {
    expect(snapped([path(square(0, 0, 900)), path(hole(100, 100, 300))])).toBeNull();
  });
});
