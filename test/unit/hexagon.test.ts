import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornerPlace, hexagonArea, hexagonAt, hexagonCorners, type Hexagon } from '../../server/geo/hexagon.ts';
import { fromUtm, toUtm, UTM_SPAN_DEGREES } from '../../server/geo/utm.ts';
import { UtmPatches } from '../../server/geo/utm-patches.ts';

const size = fc.integer({ min: 100, max: 1000 });
const place = fc.tuple(
  fc.double({ min: -2e5, max: 9e5, noNaN: true }),
  fc.double({ min: -9e5, max: 9e6, noNaN: true }),
);
const lng = fc.double({ min: UTM_SPAN_DEGREES.west, max: UTM_SPAN_DEGREES.east, noNaN: true });
const lat = fc.double({ min: UTM_SPAN_DEGREES.south, max: UTM_SPAN_DEGREES.north, noNaN: true });

/** The centre, from its definition. */
function centreOf(metres: number, { column, row }: Hexagon): [number, number] {
  const north = row + (column % 2 === 0 ? 0 : 0.5);
  return [25.25 + (column * metres * Math.sqrt(3)) / 2, 25.25 + north * metres];
}

describe('hexagons', () => {
  it('hold the places that are nearer to their centre than to any other', () => {
    fc.assert(
      fc.property(size, place, (metres, [x, y]) => {
        const { column, row } = hexagonAt(metres, x, y);
        const distance = (hexagon: Hexagon) => {
          const [east, north] = centreOf(metres, hexagon);
          return Math.hypot(x - east, y - north);
        };
        const own = distance({ column, row });
        expect(own).toBeLessThan(metres / Math.sqrt(3) + 1e-6);
        for (const i of [-1, 0, 1])
          for (const j of [-1, 0, 1])
            expect(own).toBeLessThan(distance({ column: column + i, row: row + j }) + 1e-6 * metres);
      }),
      { numRuns: 2000 },
    );
  });

  it('have six corners, counter-clockwise, each shared to the last bit with the two neighbours there', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (metres, column, row) => {
        const corners = hexagonCorners({ column, row }).map((corner) => cornerPlace(metres, corner));
        const [x, y] = centreOf(metres, { column, row });
        let doubled = 0;
        for (const [i, [east, north]] of corners.entries()) {
          expect(Math.hypot(east - x, north - y)).toBeCloseTo(metres / Math.sqrt(3), 6);
          const [nextEast, nextNorth] = corners[(i + 1) % 6]!;
          doubled += east * nextNorth - nextEast * north;
        }
        expect(doubled / 2 / hexagonArea(metres)).toBeCloseTo(1, 6);
        const key = (corner: [number, number]) => corner.join();
        const around = [-1, 0, 1].flatMap((i) =>
          [-1, 0, 1].flatMap((j) => hexagonCorners({ column: column + i, row: row + j }).map(key)),
        );
        for (const corner of hexagonCorners({ column, row })) {
          expect(around.filter((other) => other === key(corner))).toHaveLength(3);
        }
      }),
    );
  });

  it('never have the centre of a 100 m cell, where coarse places are shown, on a level edge', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 90_000 }), (metres, cell) => {
        const edges = (cell * 100 + 50 - 25.25) / (metres / 2);
        expect(Math.abs(edges - Math.round(edges)) * (metres / 2)).toBeGreaterThan(0.249);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('UTM', () => {
  it('comes back to where it started', () => {
    fc.assert(
      fc.property(lng, lat, (x, y) => {
        const [back, up] = fromUtm(...toUtm(x, y));
        expect(Math.abs(up - y)).toBeLessThan(1e-11);
        expect(Math.abs(back - x) * Math.cos((y * Math.PI) / 180)).toBeLessThan(1e-11);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same in patches, to a tenth of a millimetre', () => {
    const patches = new UtmPatches();
    fc.assert(
      fc.property(lng, lat, (x, y) => {
        const [lngUnits, latUnits] = [Math.round(x * 1e7), Math.round(y * 1e7)];
        patches.project(lngUnits, latUnits);
        const [easting, northing] = toUtm(lngUnits / 1e7, latUnits / 1e7);
        expect(Math.hypot(patches.easting - easting, patches.northing - northing)).toBeLessThan(1e-4);
      }),
      { numRuns: 3000 },
    );
  });
});
