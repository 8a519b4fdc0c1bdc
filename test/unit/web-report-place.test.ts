import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AreaFeature } from '../../server/contract/catalog.ts';
import { areaAt, metresBetween, neighbourhood } from '../../web/src/report/place.ts';

const square = (
  code: string,
  west: number,
  south: number,
  size: number,
  hole?: [number, number, number],
): AreaFeature => {
  const ring = (x: number, y: number, side: number): number[][] => [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ];
  return {
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: [[ring(west, south, size), ...(hole ? [ring(...hole)] : [])]] },
    properties: { code } as AreaFeature['properties'],
  };
};

describe('the settlement that a pin suggests', () => {
  const areas = [square('a', 72, 40, 1, [72.4, 40.4, 0.2]), square('b', 73, 40, 1)];

  it('is the one around it, and none in a hole or outside', () => {
    expect(areaAt(areas, { lng: 72.1, lat: 40.1 })?.properties.code).toBe('a');
    expect(areaAt(areas, { lng: 73.5, lat: 40.5 })?.properties.code).toBe('b');
    expect(areaAt(areas, { lng: 72.5, lat: 40.5 })).toBeNull();
    expect(areaAt(areas, { lng: 0, lat: 0 })).toBeNull();
  });

  it('is exactly the square it lies in', () => {
    const place = fc.record({
      lng: fc.double({ min: 71.5, max: 74.5, noNaN: true }),
      lat: fc.double({ min: 39.5, max: 41.5, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ lng, lat }) => {
        fc.pre(![72, 73, 74].includes(lng) && ![40, 41].includes(lat));
        const expected = lng > 73 && lng < 74 && lat > 40 && lat < 41;
        expect(areaAt([areas[1]!], { lng, lat }) !== null).toBe(expected);
      }),
    );
  });
});

it('distances are right to a metre over a few hundred', () => {
  // 0.001 degrees of latitude are 111.2 m everywhere, of longitude 84.6 m at 40.5 degrees north.
  expect(metresBetween({ lng: 72.84, lat: 40.5 }, { lng: 72.84, lat: 40.501 })).toBeCloseTo(111.2, 0);
  expect(metresBetween({ lng: 72.84, lat: 40.5 }, { lng: 72.841, lat: 40.5 })).toBeCloseTo(84.6, 0);
});

describe('asking for neighbours', () => {
  const place = fc.record({
    lng: fc.double({ min: -179, max: 179, noNaN: true }),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
  });

  it('reaches at least 200 m to every side of the pin', () => {
    fc.assert(
      fc.property(
        fc.record({ lng: place.map(({ lng }) => lng), lat: fc.double({ min: 39, max: 42, noNaN: true }) }),
        (pin) => {
          const [west, south, east, north] = neighbourhood(pin).split(',').map(Number) as [
            number,
            number,
            number,
            number,
          ];
          expect(metresBetween(pin, { lng: west, lat: pin.lat })).toBeGreaterThan(200);
          expect(metresBetween(pin, { lng: east, lat: pin.lat })).toBeGreaterThan(200);
          expect(metresBetween(pin, { lng: pin.lng, lat: south })).toBeGreaterThan(200);
          expect(metresBetween(pin, { lng: pin.lng, lat: north })).toBeGreaterThan(200);
        },
      ),
    );
  });

  it('does not tell where in a square of a kilometre somebody stands', () => {
    expect(neighbourhood({ lng: 72.8412, lat: 40.5077 })).toBe(neighbourhood({ lng: 72.8467, lat: 40.5013 }));
  });
});
