import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localProjection, toDegrees, toMetres } from '../../server/geo/project.ts';

const RADIANS = Math.PI / 180;

/** Length in metres of the shortest line on the WGS 84 ellipsoid (Vincenty, Survey Review 23(176), 1975). */
function geodesicMetres(lng1: number, lat1: number, lng2: number, lat2: number): number {
  const a = 6_378_137;
  const f = 1 / 298.257223563;
  const b = a * (1 - f);
  const difference = (lng2 - lng1) * RADIANS;
  const u1 = Math.atan((1 - f) * Math.tan(lat1 * RADIANS));
  const u2 = Math.atan((1 - f) * Math.tan(lat2 * RADIANS));
  let lambda = difference;
  for (let step = 0; step < 100; step++) {
    const sinSigma = Math.hypot(
      Math.cos(u2) * Math.sin(lambda),
      Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda),
    );
    if (sinSigma === 0) return 0;
    const cosSigma = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const cos2m = cos2Alpha === 0 ? 0 : cosSigma - (2 * Math.sin(u1) * Math.sin(u2)) / cos2Alpha;
    const c = (f / 16) * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha));
    const next =
      difference + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)));
    if (Math.abs(next - lambda) < 1e-14) {
      const u = (cos2Alpha * (a * a - b * b)) / (b * b);
      const big = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
      const small = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
      const deltaSigma =
        small *
        sinSigma *
        (cos2m +
          (small / 4) *
            (cosSigma * (2 * cos2m ** 2 - 1) - (small / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3)));
      return b * big * (sigma - deltaSigma);
    }
    lambda = next;
  }
  throw new Error('no convergence');
}

const centreLat = fc.double({ min: -60, max: 60, noNaN: true });
const offset = (metres: number) => fc.double({ min: -metres, max: metres, noNaN: true });

describe('local projection', () => {
  it.each([1_000, 20_000])('measures distances within the promised error up to %d m from the centre', (reach) => {
    fc.assert(
      fc.property(centreLat, offset(reach), offset(reach), offset(reach), offset(reach), (lat0, x1, y1, x2, y2) => {
        const projection = localProjection(72.84, lat0);
        const flat = Math.hypot(x2 - x1, y2 - y1);
        fc.pre(flat > 10);
        const real = geodesicMetres(...toDegrees(projection, x1, y1), ...toDegrees(projection, x2, y2));
        const promised = (reach * (Math.tan(Math.abs(lat0) * RADIANS) + reach / 6_356_000)) / 6_356_000;
        expect(Math.abs(real / flat - 1)).toBeLessThan(promised * 1.02 + 1e-6);
      }),
    );
  });

  it('keeps 100 m in Osh 100 m long, to east and to north, within a centimetre and a half', () => {
    const projection = localProjection(72.838, 40.4985);
    for (const [x, y] of [
      [100, 0],
      [0, 100],
      [60, 80],
    ] as const) {
      expect(geodesicMetres(72.838, 40.4985, ...toDegrees(projection, x, y))).toBeCloseTo(100, 1);
    }
  });

  it('brings degrees back from metres', () => {
    fc.assert(
      fc.property(centreLat, offset(20_000), offset(20_000), (lat0, x, y) => {
        const projection = localProjection(72.84, lat0);
        const [backX, backY] = toMetres(projection, ...toDegrees(projection, x, y));
        expect(backX).toBeCloseTo(x, 5);
        expect(backY).toBeCloseTo(y, 5);
      }),
    );
  });

  it('refuses a centre without a place on a flat map', () => {
    for (const [lng, lat] of [
      [0, 90],
      [0, -86],
      [NaN, 0],
      [0, NaN],
      [Infinity, 0],
    ] as const) {
      expect(() => localProjection(lng, lat)).toThrow(RangeError);
    }
  });
});
