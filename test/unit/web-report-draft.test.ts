import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../server/contract/catalog.ts';
import { PRECISIONS } from '../../server/contract/enums.ts';
import type { Precision } from '../../server/contract/enums.ts';
import {
  coarser,
  EMPTY_DRAFT,
  finestPrecision,
  lacksConsent,
  reachableStep,
  reportBody,
  STEPS,
} from '../../web/src/report/draft-rules.ts';
import type { DraftValues } from '../../web/src/report/draft-rules.ts';

const names = { ky: 'а', ru: 'а', en: 'a' };
const WATER: Category = {
  code: 'WATER',
  name: names,
  shortName: names,
  color: '#0072B2',
  icon: 'OTHER',
  iconColor: '#FFFFFF',
  precision: 'coarse',
  urgent: false,
  bodies: [],
  kinds: [
    { code: 'WATER_PUMP', name: names, precision: 'exact' },
    { code: 'WATER_CUT', name: names, precision: 'coarse' },
  ],
};
const PINNED: DraftValues = {
  ...EMPTY_DRAFT,
  pin: { lng: 72.84281234567, lat: 40.5 },
  category: 'WATER',
  kind: 'WATER_PUMP',
};

describe('what is sent', () => {
  it('is the kind, the place of the pin to a decimetre, and nothing that was left empty', () => {
    expect(reportBody({ ...PINNED, landmark: '  ', description: ' Суу жок ' }, 'exact', 'ky')).toEqual({
      category: 'WATER_PUMP',
      location: { type: 'Point', coordinates: [72.842812, 40.5] },
      description: 'Суу жок',
      language: 'ky',
      precision: 'exact',
    });
  });

  it('is the category when no kind fits, and the settlement when there is no pin', () => {
    const draft: DraftValues = { ...PINNED, placeBy: 'area', area: 'alai-2', kind: null, landmark: 'мектеп' };
    expect(reportBody(draft, 'coarse', 'ru')).toEqual({
      category: 'WATER',
      area: 'alai-2',
      landmark: 'мектеп',
      language: 'ru',
      precision: 'area',
    });
  });

  it('never asks for a finer place than the kind allows, nor a finer one than was chosen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PRECISIONS),
        fc.constantFrom(...PRECISIONS),
        (chosen: Precision, finest: Precision) => {
          const sent = reportBody({ ...PINNED, precision: chosen }, finest, 'ky').precision!;
          expect(PRECISIONS.indexOf(sent)).toBeGreaterThanOrEqual(PRECISIONS.indexOf(chosen));
          expect(PRECISIONS.indexOf(sent)).toBeGreaterThanOrEqual(PRECISIONS.indexOf(finest));
          expect(sent).toBe(coarser(chosen, finest));
        },
      ),
    );
  });

  it('holds a name and a phone only with consent', () => {
    const named = { ...PINNED, name: 'Айгүл', phone: ' ' };
    expect(lacksConsent(named)).toBe(true);
    expect(reportBody(named, 'exact', 'ky').contact).toBeUndefined();
    const agreed = { ...named, consent: true };
    expect(lacksConsent(agreed)).toBe(false);
    expect(reportBody(agreed, 'exact', 'ky').contact).toEqual({ name: 'Айгүл', consent: true });
    // Consent alone gives nothing away.
    expect(reportBody({ ...PINNED, consent: true }, 'exact', 'ky').contact).toBeUndefined();
  });

  it('cannot be made without a place or a category', () => {
    expect(() => reportBody({ ...PINNED, pin: null }, 'exact', 'ky')).toThrow('place');
    expect(() => reportBody({ ...PINNED, category: null, kind: null }, 'exact', 'ky')).toThrow('category');
  });
});

it('the finest precision is that of the kind, else of the category', () => {
  expect(finestPrecision(WATER, 'WATER_PUMP')).toBe('exact');
  expect(finestPrecision(WATER, 'WATER_CUT')).toBe('coarse');
  expect(finestPrecision(WATER, null)).toBe('coarse');
});

describe('the steps', () => {
  it('never show one whose ground is missing', () => {
    for (const step of STEPS) expect(reachableStep(step, EMPTY_DRAFT, false)).toBe('where');
    const placed = { ...EMPTY_DRAFT, pin: { lng: 72, lat: 40 } };
    expect(reachableStep('details', placed, false)).toBe('what');
    expect(reachableStep('details', PINNED, false)).toBe('details');
    expect(reachableStep('kind', PINNED, false)).toBe('kind');
    expect(reachableStep('nonsense', PINNED, false)).toBe('where');
    expect(reachableStep(null, PINNED, true)).toBe('where');
  });

  it('show the result only after the answer of the server', () => {
    expect(reachableStep('done', PINNED, false)).toBe('where');
    expect(reachableStep('done', EMPTY_DRAFT, true)).toBe('done');
  });
});
