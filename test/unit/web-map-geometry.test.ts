import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  cellAround,
  contains,
  metresPerPixel,
  nameCorner,
  outside,
  scaleBar,
} from '../../web/src/map/geometry.ts';

const square = (west: number, south: number, size: number) => ({
  type: 'MultiPolygon' as const,
  coordinates: [
    [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  ],
});

describe('the geometry of the map', () => {
  it('finds the box around several areas, and none around nothing', () => {
    expect(boundsOf([square(72, 40, 1), square(74, 41, 1)])).toEqual([72, 40, 75, 42]);
    expect(boundsOf([])).toBeNull();
  });

  it('covers the world but not the chosen areas', () => {
    const veil = outside([square(72, 40, 1), square(74, 41, 1)]);
    expect(veil.coordinates).toHaveLength(3);
    expect(veil.coordinates[1]).toEqual(square(72, 40, 1).coordinates[0]![0]);
  });

  it('writes a name at the north-east, also far from the equator where degrees are narrow', () => {
    expect(nameCorner(square(72, 40, 0.01))).toEqual([72.01, 40.01]);
    const gon = {
      type: 'MultiPolygon' as const,
      coordinates: [
        [
          [
            [72.8445, 40.4985],
            [72.84125, 40.50279],
            [72.838, 40.50346],
            [72.8315, 40.4985],
            [72.8445, 40.4985],
          ],
        ],
      ],
    };
    expect(nameCorner(gon)).toEqual([72.84125, 40.50279]);
  });

  it('draws a coarse place as a square of 100 m around its point', () => {
    const place = fc.record({
      lng: fc.double({ min: 72.6, max: 73, noNaN: true }),
      lat: fc.double({ min: 40.3, max: 40.7, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ lng, lat }) => {
        const ring = cellAround([lng, lat]).coordinates[0]!;
        const metres = ring.map(([x = 0, y = 0]) => [
          (x - lng) * 111_195 * Math.cos((lat * Math.PI) / 180),
          (y - lat) * 111_195,
        ]);
        for (let i = 0; i < 4; i++) {
          const [a, b] = [metres[i]!, metres[i + 1]!];
          expect(Math.hypot(b[0]! - a[0]!, b[1]! - a[1]!)).toBeCloseTo(100, 3);
          expect(Math.hypot(a[0]!, a[1]!)).toBeCloseTo(Math.SQRT2 * 50, 3);
        }
        expect(ring[0]).toEqual(ring[4]);
        expect(contains(boundsOf([{ type: 'Polygon', coordinates: [ring] }])!, [lng, lat])).toBe(true);
      }),
    );
  });

  it('turns that square with the grid of UTM 43, whose north leans to the west here', () => {
    // One edge of the cell grid north of [72.8428, 40.4955], from EPSG:32643: 1.40° off the meridian.
    const [a, b] = cellAround([72.8428, 40.4955]).coordinates[0]!;
    const east = (b![0]! - a![0]!) * Math.cos((40.4955 * Math.PI) / 180);
    const degrees = (Math.atan2(b![1]! - a![1]!, east) * 180) / Math.PI;
    expect(degrees).toBeCloseTo(1.4, 1);
  });

  it('has a scale bar of a round length that fits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5000, noNaN: true }), (metresEach) => {
        const { metres, pixels } = scaleBar(metresEach, 80);
        expect(pixels).toBeLessThanOrEqual(80);
        expect(pixels).toBeGreaterThan(80 / 2.6);
        expect(String(metres)).toMatch(/^[125]0*$|^0\.[0-9]*[125]/);
      }),
    );
    // zoom 0: the equator is 512 px long
    expect(metresPerPixel(0, 0) * 512).toBeCloseTo(40_075_016.7, 0);
  });
});
