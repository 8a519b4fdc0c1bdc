import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAT_RADIUS_METRES } from '../../server/contract/analysis.ts';
import { HEAT_LIMITS } from '../../server/contract/analysis.ts';
import { heatBands } from '../../server/heat/rules.ts';
import type { HeatArea, HeatPoints } from '../../server/heat/rules.ts';
import { anyArea, anyPlaces, areaOf, box, columnsOf, disc, OSH } from '../support/heat-shapes.ts';
import { overlay, perimeterMetres, pointsOf, ringFaults, squareMetres } from '../support/heat-shapes.ts';
import type { Centre, Metres } from '../support/heat-shapes.ts';

const SETTLEMENT = areaOf([[disc(550)]]);
const draw = (area: HeatArea, points: HeatPoints, radiusMetres = 150, limits = HEAT_LIMITS.reports) =>
  heatBands({ area, points, radiusMetres, limits });

/** Six decimals of a degree of latitude place a corner within this much, north or south. */
const ROUNDING_METRES = 0.056;

/** A neighbourhood with two clusters, one of them over the edge. */
const CLUSTERS: Metres[] = Array.from({ length: 80 }, (_, i) => {
  const reach = 12 * Math.sqrt(i);
  return [(i % 2 ? 120 : -480) + reach * Math.cos(2.4 * i), (i % 2 ? 150 : -180) + reach * Math.sin(2.4 * i)];
});

describe('heat bands', () => {
  it('have no shape when there are no reports', () => {
    expect(draw(SETTLEMENT, pointsOf([]))).toEqual([]);
    expect(draw(SETTLEMENT, pointsOf([[0, 0]], [0]))).toEqual([]);
  });

  it('show nothing for a lone report at the default radius: the first step needs two', () => {
    expect(draw(SETTLEMENT, pointsOf([[0, 0]]), HEAT_RADIUS_METRES.default)).toEqual([]);
    expect(draw(SETTLEMENT, pointsOf([[0, 0], [10, 0]]), HEAT_RADIUS_METRES.default)).not.toEqual([]); // prettier-ignore
  });

  it('rise step by step, name their limits and their area', () => {
    const bands = draw(SETTLEMENT, pointsOf(CLUSTERS));
    const limits = HEAT_LIMITS.reports;
    expect(bands.map(({ min }) => min)).toEqual(limits.slice(0, bands.length));
    expect(bands.map(({ max }) => max)).toEqual(bands.map((_, k) => limits[k + 1] ?? null));
    expect(new Set(bands.map(({ area }) => area))).toEqual(new Set(['alai-1']));
  });

  it('end with a band without upper limit where the place is hottest', () => {
    const bands = draw(SETTLEMENT, pointsOf([[0, 0]], [400]));
    expect(bands).toHaveLength(7);
    expect(bands[6]).toMatchObject({ min: 6.5, max: null });
  });

  it.each([100, 150, 300, 500])('are as wide as the kernel of %d metres is', (r) => {
    const limit = 0.1 * (3 / (Math.PI * r * r)) * 10_000;
    const bands = draw(areaOf([[disc(1200)]]), pointsOf([[37, -61]]), r, [limit, 3 * limit]);
    const discAbove = (share: number) => Math.PI * r * r * (1 - Math.sqrt(share));
    const [outer, inner] = bands.map(({ geometry }) => squareMetres(geometry)) as [number, number];
    expect(inner / discAbove(0.3)).toBeCloseTo(1, 2);
    expect((outer + inner) / discAbove(0.1)).toBeCloseTo(1, 2);
  });

  it('are sound, disjoint and inside any area, for any reports', () => {
    fc.assert(
      fc.property(anyArea, anyPlaces, fc.integer({ min: 100, max: 500 }), (polygons, places, radiusMetres) => {
        const area = areaOf(polygons);
        const bands = draw(area, columnsOf(places), radiusMetres);
        const slack = ROUNDING_METRES * perimeterMetres(area.geometry);
        for (const band of bands) {
          expect(ringFaults(band.geometry)).toEqual([]);
          expect(squareMetres(band.geometry)).toBeGreaterThan(0);
          expect(overlay('first', band.geometry, area.geometry)).toBeLessThan(slack);
        }
        for (let k = 1; k < bands.length; k++) {
          for (let j = 0; j < k; j++)
            expect(overlay('both', bands[j]!.geometry, bands[k]!.geometry)).toBeLessThan(slack);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('together fill exactly what the first limit alone would', () => {
    fc.assert(
      fc.property(anyArea, anyPlaces, (polygons, places) => {
        const area = areaOf(polygons);
        const sum = draw(area, columnsOf(places)).reduce((total, { geometry }) => total + squareMetres(geometry), 0);
        const [whole] = draw(area, columnsOf(places), 150, [HEAT_LIMITS.reports[0]!]);
        expect(Math.abs(sum - (whole ? squareMetres(whole.geometry) : 0))).toBeLessThan(
          ROUNDING_METRES * perimeterMetres(area.geometry),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('keep their size in square metres anywhere from the equator to 60 degrees and far to the east', () => {
    const sizes = (centre: Centre) =>
      draw(areaOf([[disc(550)]], centre), pointsOf(CLUSTERS, undefined, centre)).map(({ geometry }) =>
        squareMetres(geometry, centre),
      );
    const here = sizes(OSH);
    const total = here.reduce((a, b) => a + b, 0);
    fc.assert(
      fc.property(
        fc.double({ min: -170, max: 170, noNaN: true }),
        fc.double({ min: -60, max: 60, noNaN: true }),
        (lng, lat) => {
          const there = sizes({ lng, lat });
          expect(there).toHaveLength(here.length);
          there.forEach((size, k) => expect(Math.abs(size - here[k]!)).toBeLessThan(0.01 * total));
          expect(Math.abs(there.reduce((a, b) => a + b, 0) / total - 1)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stop at the boundary, and leave a hole in it empty', () => {
    const yard = areaOf([[box(-300, -300, 300, 300), box(-50, -50, 50, 50).reverse()]]);
    const bands = draw(yard, pointsOf([[0, 90], [90, 0], [290, 290]], [20, 20, 20])); // prettier-ignore
    const hole = areaOf([[box(-50, -50, 50, 50)]]).geometry;
    expect(bands.length).toBeGreaterThan(3);
    for (const { geometry } of bands) {
      expect(overlay('both', geometry, hole)).toBeLessThan(20);
      expect(overlay('first', geometry, yard.geometry)).toBeLessThan(20);
    }
  });

  it('stay sound where a thousand reports share one place and the steps crowd together', () => {
    const bands = draw(SETTLEMENT, pointsOf([[500, 200]], [100_000]), 100);
    expect(bands.flatMap(({ geometry }) => ringFaults(geometry))).toEqual([]);
    expect(bands[bands.length - 1]!.max).toBeNull();
  });

  it('refuse limits that do not ascend from above 0', () => {
    for (const limits of [[0, 1], [1, 1], [2, 1], [-1, 2], [NaN], [1, Infinity]]) {
      expect(() => draw(SETTLEMENT, pointsOf([[0, 0]]), 150, limits)).toThrow('limits do not ascend');
    }
  });

  it('have seven steps for each weight', () => {
    for (const limits of Object.values(HEAT_LIMITS)) expect(limits).toHaveLength(7);
  });
});
