import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverTiles, LATITUDE_MAX_DEGREES, placeInTile } from '../../web/src/map/tile-cover.ts';
import { metresPerPixel } from '../../web/src/map/geometry.ts';
import { metresBetween } from '../../web/src/report/place.ts';
import {
  directionOf,
  frameAround,
  isWellInside,
  panned,
  shifted,
  toPixel,
  toPlace,
  worldPixel,
} from '../../web/src/still/frame.ts';
import type { Frame } from '../../web/src/still/frame.ts';

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anywhere = fc.record({ lng: double(-179, 179), lat: double(-80, 80) });
const osh = fc.record({ lng: double(72.6, 73), lat: double(40.3, 40.7) });
const size = { width: fc.integer({ min: 120, max: 1600 }), height: fc.integer({ min: 120, max: 1200 }) };
const frames = fc.record({ center: osh, zoom: double(8, 19), ...size });

describe('the picture that stands still', () => {
  it('has the place under a finger back at the same pixel, whatever its zoom', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 0, max: 1600 }), fc.integer({ min: 0, max: 1200 }), (frame, x, y) => {
        const back = toPixel(frame, toPlace(frame, { x, y }));
        expect(back.x).toBeCloseTo(x, 3);
        expect(back.y).toBeCloseTo(y, 3);
      }),
    );
  });

  it('never gives a place outside the world, however far beside it a finger lands', () => {
    const far = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(fc.record({ center: anywhere, zoom: double(0, 19), ...size }), far, far, (frame, x, y) => {
        const { lng, lat } = toPlace(frame, { x, y });
        expect(Math.abs(lng)).toBeLessThanOrEqual(180);
        expect(Math.abs(lat)).toBeLessThanOrEqual(LATITUDE_MAX_DEGREES);
      }),
    );
  });

  it('draws the world as the tiles of the map have it', () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 0, max: 18 }), (place, z) => {
        const [tile] = coverTiles([place.lng, place.lat, place.lng, place.lat], z);
        const { x, y } = worldPixel(place, z);
        const [lng, lat] = placeInTile(tile!, x / 512 - tile!.x, y / 512 - tile!.y);
        expect(lng).toBeCloseTo(place.lng, 8);
        expect(lat).toBeCloseTo(place.lat, 8);
      }),
    );
  });

  it('shows a box whole, with room around it, and its middle in the middle', () => {
    fc.assert(
      fc.property(osh, double(0.001, 0.3), double(0.001, 0.3), fc.record(size), ({ lng, lat }, wide, high, room) => {
        const frame = frameAround([lng, lat, lng + wide, lat + high], room, 20, 22);
        const [upper, lower] = [toPixel(frame, { lng, lat: lat + high }), toPixel(frame, { lng: lng + wide, lat })];
        expect(Math.min(upper.x, upper.y)).toBeGreaterThanOrEqual(20 - 0.01);
        expect(lower.x).toBeLessThanOrEqual(room.width - 20 + 0.01);
        expect(lower.y).toBeLessThanOrEqual(room.height - 20 + 0.01);
        expect((upper.x + lower.x) / 2).toBeCloseTo(room.width / 2, 3);
        expect((upper.y + lower.y) / 2).toBeCloseTo(room.height / 2, 3);
      }),
    );
  });

  it('is moved by a finger as far as the finger goes', () => {
    fc.assert(
      fc.property(frames, osh, double(-400, 400), double(-400, 400), (frame, place, right, down) => {
        const [before, after] = [toPixel(frame, place), toPixel(panned(frame, right, down), place)];
        expect(after.x - before.x).toBeCloseTo(right, 2);
        expect(after.y - before.y).toBeCloseTo(down, 2);
      }),
    );
  });

  it('is fine enough at its nearest zoom to tell places half a metre apart', () => {
    expect(metresPerPixel(40.5, 19)).toBeLessThan(0.5);
    const frame: Frame = { center: { lng: 72.84, lat: 40.5 }, zoom: 19, width: 360, height: 300 };
    const [a, b] = [toPlace(frame, { x: 100, y: 100 }), toPlace(frame, { x: 110, y: 100 })];
    expect(metresBetween(a, b)).toBeLessThan(2);
  });
});

describe('the pin moved by keys', () => {
  it('goes as many metres as was asked, in the direction of the arrow', () => {
    fc.assert(
      fc.property(osh, fc.constantFrom(10, 100), fc.integer({ min: 0, max: 3 }), (place, metres, quarter) => {
        const [east, north] = [
          [0, 1],
          [1, 0],
          [0, -1],
          [-1, 0],
        ][quarter] as [number, number];
        const to = shifted(place, east * metres, north * metres);
        expect(metresBetween(place, to)).toBeCloseTo(metres, 2);
        expect(directionOf(place, to)).toBe(['n', 'e', 's', 'w'][quarter]);
      }),
    );
  });

  it('comes back with the opposite arrow, to a centimetre', () => {
    fc.assert(
      fc.property(osh, double(-500, 500), double(-500, 500), (place, east, north) => {
        expect(metresBetween(place, shifted(shifted(place, east, north), -east, -north))).toBeLessThan(0.05);
      }),
    );
  });

  it('says the eight directions', () => {
    const from = { lng: 72.84, lat: 40.5 };
    const said = [
      [0, 90],
      [80, 80],
      [90, 5],
      [70, -70],
      [-4, -90],
      [-66, -70],
      [-90, 0],
      [-80, 75],
    ].map(([east, north]) => directionOf(from, shifted(from, east!, north!)));
    expect(said).toEqual(['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw']);
  });

  it('moves the picture after it before it leaves it', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 0, max: 59 }), (frame, margin) => {
        expect(isWellInside(frame, frame.center, margin)).toBe(true);
        expect(isWellInside(frame, toPlace(frame, { x: margin - 1, y: frame.height / 2 }), margin)).toBe(false);
      }),
    );
  });
});
