import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { StaffArea } from '../../server/contract/area-proposals.ts';
import { readAreas } from '../../server/import/areas/features.ts';
import { documentOf, draftOf, isComplete, isHouseholds, largerKinds } from '../../web/src/staff/draw/draft.ts';
import { cornersOf, nearestCorner, ringsOf, shapeOf, shapeOfText, textOf } from '../../web/src/staff/draw/shape.ts';
import type { Shape } from '../../web/src/staff/draw/shape.ts';
import { Steps } from '../../web/src/staff/draw/steps.svelte.ts';

/** A square ring around a place, its side in degrees. */
const square = (lng: number, lat: number, side: number): Position[] => [
  [lng, lat],
  [lng + side, lat],
  [lng + side, lat + side],
  [lng, lat + side],
  [lng, lat],
];
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const ring = fc
  .array(fc.tuple(number(72, 73), number(40, 41)), { minLength: 3, maxLength: 12 })
  .map((corners): Position[] => [...corners, corners[0]!].map(([lng, lat]) => [lng, lat]));
const shapes: fc.Arbitrary<Shape> = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
});

describe('a boundary that goes through the drawing', () => {
  it('comes back to the last digit when nobody moved a corner, whatever parts and holes it has', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(shapeOf(ringsOf(shape), shape)).toEqual(shape);
      }),
    );
  });

  it('changes in the corner that was moved and nowhere else', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, at) => {
        const rings = ringsOf(shape);
        const one = at % rings.length;
        const corner = 1 + (at % (rings[one]!.positions.length - 2));
        rings[one]!.positions[corner] = [74.123456789, 42];
        const [part, hole] = rings[one]!.of!;
        const expected = structuredClone(shape);
        expected[part]![hole]![corner] = [74.123456789, 42];
        expect(shapeOf(rings, shape)).toEqual(expected);
      }),
    );
  });

  it('keeps two corners apart that differ by less than is drawn, also when one of them is moved', () => {
    const [near, same] = [40.999999999500005, 40.99999999950001];
    const shape: Shape = [
      [
        [
          [72, near],
          [72, 40],
          [72.5, 40.2],
          [72, same],
          [72.3, 40.1],
          [72, near],
        ],
      ],
    ];
    const rings = ringsOf(shape);
    rings[0]!.positions[3] = [74, 42];
    expect(shapeOf(rings, shape)[0]![0]!.map(([, lat]) => lat)).toEqual([near, 40, 40.2, 42, 40.1, near]);
  });

  it('loses a part with its holes, gets a hole where one was drawn inside, and another part anywhere else', () => {
    const shape: Shape = [[square(72, 40, 0.1), square(72.01, 40.01, 0.01)], [square(72.5, 40.5, 0.1)]];
    const without = ringsOf(shape).filter(({ of }) => !(of![0] === 0 && of![1] === 0));
    expect(shapeOf(without, shape)).toEqual([shape[1]]);
    const drawn = (positions: Position[]) => shapeOf([...ringsOf(shape), { of: null, positions }], shape);
    expect(drawn(square(72.55, 40.55, 0.01))).toEqual([shape[0], [...shape[1]!, square(72.55, 40.55, 0.01)]]);
    expect(drawn(square(72.8, 40.8, 0.01))).toEqual([...shape, [square(72.8, 40.8, 0.01)]]);
    // An island in the hole of a part is a part.
    expect(drawn(square(72.012, 40.012, 0.001))).toHaveLength(3);
    expect(cornersOf(shape)).toBe(12);
  });

  it('can be written as text and read again', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(shapeOfText(textOf(shape))).toEqual(shape);
      }),
    );
    expect(shapeOfText(' ')).toEqual([]);
    const coordinates = [square(72, 40, 1)];
    expect(shapeOfText(JSON.stringify({ type: 'Polygon', coordinates }))).toEqual([coordinates]);
    expect(
      shapeOfText(JSON.stringify({ type: 'Feature', geometry: { type: 'Polygon', coordinates }, properties: {} })),
    ).toEqual([coordinates]);
  });

  it('is not read from text that is no boundary, and no text whatever is a crash', () => {
    for (const text of ['x', '{}', '{"type":"Point","coordinates":[72,40]}', '{"type":"Polygon","coordinates":[]}'])
      expect(shapeOfText(text), text).toBeNull();
    const open = square(72, 40, 1).slice(0, 4);
    expect(shapeOfText(JSON.stringify({ type: 'Polygon', coordinates: [open] }))).toBeNull();
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('Polygon', 'MultiPolygon'), (json, type) => {
        expect(() => shapeOfText(`{"type":"${type}","coordinates":${json}}`)).not.toThrow();
      }),
    );
  });

  it('snaps to the nearest corner of a neighbour that is close on the screen, to none that is far', () => {
    const view = {
      project: (lng: number, lat: number) => ({ x: lng * 10_000, y: -lat * 10_000 }),
      unproject: (x: number, y: number) => ({ lng: x / 10_000, lat: -y / 10_000 }),
    };
    const corners: Position[] = [
      [72.001, 40],
      [72.0004, 40],
      [72.5, 40.5],
    ];
    expect(nearestCorner(corners, { lng: 72, lat: 40 }, view, 14)).toEqual([72.0004, 40]);
    expect(nearestCorner(corners, { lng: 72.2, lat: 40.2 }, view, 14)).toBeUndefined();
    expect(nearestCorner([], { lng: 72, lat: 40 }, view, 14)).toBeUndefined();
  });
});

describe('what is written beside a drawing', () => {
  const area = {
    code: 'alai-1',
    kind: 'settlement',
    parent: null,
    nameKy: 'Алай 1',
    nameRu: 'Алай 1',
    nameEn: 'Alai 1',
    households: 850,
    approximate: true,
    source: 'эски',
  } as StaffArea;

  it('becomes a document that the server reads as it reads a file', () => {
    const shape: Shape = [[square(72.8, 40.5, 0.01), square(72.801, 40.501, 0.001)], [square(72.9, 40.5, 0.01)]];
    const read = readAreas(documentOf({ ...draftOf(area), source: ' токтом ' }, shape), null);
    expect(read).toMatchObject({
      areas: [
        {
          code: 'alai-1',
          kind: 'settlement',
          parent: null,
          nameKy: 'Алай 1',
          households: 850,
          approximate: true,
          source: 'токтом',
          polygons: shape,
        },
      ],
    });
    expect(draftOf(area).source).toBe('');
  });

  it('is complete with names in three languages and a number of households that can be one', () => {
    expect(isComplete(draftOf(area))).toBe(true);
    expect(isComplete(draftOf(null))).toBe(false);
    expect(isComplete({ ...draftOf(area), name: { ky: 'А', ru: ' ', en: 'A' } })).toBe(false);
    expect(['', ' 12 ', '1', '10000000'].map(isHouseholds)).toEqual([true, true, true, true]);
    expect(['0', '-1', '1,5', 'көп', '10000001'].map(isHouseholds)).toEqual([false, false, false, false, false]);
    expect(largerKinds('quarter')).toEqual(['city', 'mtu', 'settlement']);
    expect(largerKinds('city')).toEqual([]);
  });
});

describe('steps', () => {
  it('are taken back and made again in their order; a new one forgets those that were taken back', () => {
    const steps = new Steps(0);
    expect([steps.canUndo, steps.canRedo]).toEqual([false, false]);
    for (const n of [1, 2, 3]) steps.step(n);
    steps.undo();
    steps.undo();
    expect(steps.now).toBe(1);
    steps.redo();
    expect(steps.now).toBe(2);
    steps.step(9);
    expect([steps.canRedo, steps.now]).toEqual([false, 9]);
    steps.redo();
    for (let i = 0; i < 5; i++) steps.undo();
    expect([steps.now, steps.canUndo]).toEqual([0, false]);
  });
});
