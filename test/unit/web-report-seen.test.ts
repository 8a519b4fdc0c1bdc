import { describe, expect, it } from 'vitest';
import type { AreaFeature } from '../../server/contract/catalog.ts';
import { cellCentre } from '../../web/src/report/coarse-place.ts';
import { EMPTY_DRAFT } from '../../web/src/report/draft-rules.ts';
import { seenOf } from '../../web/src/report/seen.ts';

const square = (code: string, west: number, south: number, side: number) =>
  ({
    id: code,
    properties: { code },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [west, south],
            [west + side, south],
            [west + side, south + side],
            [west, south + side],
            [west, south],
          ],
        ],
      ],
    },
  }) as unknown as AreaFeature;
const SETTLEMENTS = [square('alai-1', 72.83, 40.49, 0.02)];
const QUARTERS = [square('quarter-1', 72.83, 40.49, 0.01)];
const PIN = { lng: 72.83712, lat: 40.49931 };
const draft = { ...EMPTY_DRAFT, pin: PIN, landmark: ' көк дарбаза ', description: ' Суу жок ' };
const seen = (more: Partial<typeof draft>, finest: 'exact' | 'coarse' | 'area') =>
  seenOf({ ...draft, ...more }, finest, SETTLEMENTS, QUARTERS);

describe('what others will see', () => {
  it('of an exact place is the place, its quarter and the landmark', () => {
    expect(seen({}, 'exact')).toMatchObject({
      precision: 'exact',
      point: [PIN.lng, PIN.lat],
      area: { id: 'quarter-1' },
      description: 'Суу жок',
      landmark: 'көк дарбаза',
      hiddenLandmark: null,
    });
  });

  it('of a coarse one is the centre of its cell, and never the landmark', () => {
    const { lng, lat } = cellCentre(PIN)!;
    for (const form of [seen({}, 'coarse'), seen({ precision: 'coarse' }, 'exact')])
      expect(form).toMatchObject({
        precision: 'coarse',
        point: [lng, lat],
        landmark: null,
        hiddenLandmark: 'көк дарбаза',
      });
  });

  it('of one known by its settlement is the settlement, never the quarter, and outside all of them nothing', () => {
    expect(seen({}, 'area')).toMatchObject({ precision: 'area', point: null, area: { id: 'alai-1' } });
    expect(seen({ pin: { lng: 72.7, lat: 40.6 } }, 'area')).toMatchObject({ point: null, area: null });
    expect(seen({ placeBy: 'area', area: 'alai-1' }, 'exact')).toMatchObject({
      precision: 'area',
      point: null,
      area: { id: 'alai-1' },
    });
  });

  it('has no words where none were written', () => {
    expect(seen({ landmark: ' ', description: '' }, 'coarse')).toMatchObject({
      description: null,
      hiddenLandmark: null,
    });
  });
});
