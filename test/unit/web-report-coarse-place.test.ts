import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtm, toUtm } from '../../server/geo/utm.ts';
import { cellCentre } from '../../web/src/report/coarse-place.ts';

const around = fc.record({
  lng: fc.double({ min: 72.5, max: 73.1, noNaN: true }),
  lat: fc.double({ min: 40.2, max: 40.8, noNaN: true }),
});

describe('the cell that is shown before sending', () => {
  it('is the one that the database publishes: the square of 100 m in EPSG:32643 that holds the place', () => {
    fc.assert(
      fc.property(around, (place) => {
        const [east, north] = toUtm(place.lng, place.lat).map((metres) => Math.floor(metres / 100) * 100 + 50);
        const [lng, lat] = fromUtm(east!, north!);
        const shown = cellCentre(place)!;
        expect(shown.lng).toBeCloseTo(lng, 5);
        expect(shown.lat).toBeCloseTo(lat, 5);
        expect(cellCentre(shown)).toEqual(shown);
      }),
    );
  });

  it('is the same for everybody in it, and says nothing where the cells are others', () => {
    expect(cellCentre({ lng: 72.83712, lat: 40.49931 })).toEqual(cellCentre({ lng: 72.83719, lat: 40.49934 }));
    for (const place of [
      { lng: 20, lat: 40 },
      { lng: 72, lat: -1 },
      { lng: NaN, lat: 40 },
    ])
      expect(cellCentre(place)).toBeNull();
  });
});
