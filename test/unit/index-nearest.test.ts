import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localProjection, toMetres } from '../../server/geo/project.ts';
import { boxAround, compileFilter, nearestIn, ReportIndex } from '../../server/index/rules.ts';
import type { PublishedReport } from '../../server/index/rules.ts';
import { anyFilter, anyReport, fits, isOnMap } from '../support/index-reports.ts';

const HERE = [72.8, 40.5] as const;
const AROUND = localProjection(...HERE);

function metresTo({ lng, lat }: PublishedReport): number {
  return Math.hypot(...toMetres(AROUND, lng!, lat!));
}

describe('the reports nearest to a place', () => {
  it('are those of the box that fit and are nearest, wherever the index keeps them', () => {
    const anyReports = fc.uniqueArray(anyReport, { selector: ({ id }) => id, maxLength: 60 });
    const anyMetres = fc.integer({ min: 10, max: 20_000 });
    fc.assert(
      fc.property(anyReports, fc.nat(60), anyFilter, anyMetres, (reports, merged, other, metres) => {
        const index = new ReportIndex();
        for (const report of reports.slice(0, merged)) index.upsert(report);
        index.mergeNow();
        for (const report of reports.slice(merged)) index.upsert(report);
        const box = boxAround(...HERE, metres)!;
        const filter = { ...other, boxCorners: [box] };
        const hasReal = reports.some((report) => !report.demo);
        const nearest = reports
          .filter((report) => isOnMap(report) && fits(report, filter, hasReal))
          .sort((a, b) => metresTo(a) - metresTo(b) || (a.id < b.id ? -1 : 1))
          .slice(0, 10);
        const found = nearestIn(index, box, HERE, compileFilter(index, filter), 10);
        expect(found).toEqual(nearest.map(({ id }) => id));
      }),
    );
  });

  it('lie in a box that leaves out none within the distance and little more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -85, max: 85, noNaN: true }),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        (lat, angle) => {
          const [west, south, east, north] = boxAround(72.8, lat, 200)!;
          const { metresPerDegreeLng, metresPerDegreeLat } = localProjection(72.8, lat);
          const at = [
            72.8 + (200 * Math.cos(angle)) / metresPerDegreeLng,
            lat + (200 * Math.sin(angle)) / metresPerDegreeLat,
          ];
          expect(at[0]! >= west && at[0]! <= east && at[1]! >= south && at[1]! <= north).toBe(true);
          expect((north - south) * metresPerDegreeLat).toBeLessThan(404);
        },
      ),
    );
  });

  it('are none at a pole, which no flat map shows', () => {
    expect(boxAround(72.8, 90, 200)).toBeNull();
  });
});
