import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportFeature } from '../../server/contract/reports.ts';
import { countInView, toMapReports } from '../../web/src/map/sources.ts';

let number = 0;
function report(changes: Partial<ReportFeature['properties']>, coordinates: [number, number] | null): ReportFeature {
  number += 1;
  return {
    type: 'Feature',
    id: `id-${number}`,
    geometry: coordinates && { type: 'Point', coordinates },
    properties: {
      id: `id-${number}`,
      code: `CODE${number}`,
      category: 'WATER',
      kind: null,
      status: 'new',
      area: 'alai-1',
      reportedAt: '2026-11-20T00:00:00Z',
      updatedAt: '2026-11-20T00:00:00Z',
      supports: 0,
      households: null,
      description: null,
      landmark: null,
      photos: [],
      precision: 'exact',
      channel: 'web',
      demo: false,
      ...changes,
    },
  };
}

describe('marks of the map', () => {
  it('gather what is published at the very same point, so that no pin hides another', () => {
    const here: [number, number] = [72.84, 40.5];
    const { marks, cells } = toMapReports([
      report({ precision: 'coarse', supports: 2 }, here),
      report({ precision: 'coarse', supports: 7 }, here),
      report({}, [72.85, 40.5]),
    ]);
    expect(marks.features.map(({ properties }) => properties.n)).toEqual([2, 1]);
    expect(marks.features[0]!.properties).toMatchObject({ supports: 7 });
    expect(marks.features[0]!.properties.ids.split(',')).toHaveLength(2);
    expect(cells.features).toHaveLength(1);
  });

  it('show reports known by settlement only as one count, never as a pin', () => {
    const label: [number, number] = [72.838, 40.4985];
    const { marks, areaMarks } = toMapReports([
      report({ precision: 'area' }, label),
      report({ precision: 'area' }, label),
      report({ precision: 'area', area: 'alai-2' }, [72.849, 40.4925]),
      report({ precision: 'exact' }, label),
    ]);
    expect(areaMarks.features.map(({ properties }) => [properties.area, properties.n])).toEqual([
      ['alai-1', 2],
      ['alai-2', 1],
    ]);
    expect(marks.features).toHaveLength(1);
  });

  it('leave out what has no place at all', () => {
    const { marks, areaMarks } = toMapReports([report({ precision: 'area', area: null }, null)]);
    expect(marks.features).toEqual([]);
    expect(areaMarks.features).toEqual([]);
  });

  it('count every report with a place exactly once', () => {
    const place = fc.option(fc.tuple(fc.constantFrom(72.83, 72.84, 72.85), fc.constantFrom(40.49, 40.5)));
    const precision = fc.constantFrom('exact' as const, 'coarse' as const, 'area' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(place, precision), { maxLength: 40 }), (rows) => {
        const reports = rows.map(([at, how]) => report({ precision: how }, at));
        const drawn = toMapReports(reports);
        const sum = [...drawn.marks.features, ...drawn.areaMarks.features].reduce((n, f) => n + f.properties.n, 0);
        expect(sum).toBe(reports.filter(({ geometry }) => geometry !== null).length);
        const exactOrCoarse = reports.filter((r) => r.geometry && r.properties.precision !== 'area').length;
        expect(countInView(drawn, [-180, -90, 180, 90])).toBe(exactOrCoarse);
        expect(countInView(drawn, [0, 0, 1, 1])).toBe(0);
      }),
    );
  });
});
