import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAT_WEIGHTS, STATUSES } from '../../server/contract/enums.ts';
import {
  DEFAULT_VIEW,
  filterParams,
  isFiltered,
  LEVELS,
  MEASURES,
  MODES,
  parseView,
  RADII_METRES,
  SIZES_METRES,
  toggled,
  viewHref,
  viewParams,
} from '../../web/src/explore/url.ts';
import type { View } from '../../web/src/explore/url.ts';

const AREAS = ['alai-1', 'alai-2', 'quarter-7'];
const CATEGORIES = ['WATER', 'WATER_LEAK', 'ROAD', 'LIGHT'];
const known = {
  hasArea: (code: string) => AREAS.includes(code),
  hasCategory: (code: string) => CATEGORIES.includes(code),
};

const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const views: fc.Arbitrary<View> = fc
  .record({
    area: fc.subarray([...AREAS, 'none']),
    category: fc.subarray(CATEGORIES),
    status: fc.subarray([...STATUSES]),
    from: fc.option(days),
    to: fc.option(days),
    q: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.trim()),
    demo: fc.option(fc.boolean()),
    view: fc.constantFrom('map' as const, 'list' as const, 'compare' as const),
    mode: fc.constantFrom(...MODES),
    weight: fc.constantFrom(...HEAT_WEIGHTS),
    radius: fc.constantFrom(...RADII_METRES),
    size: fc.constantFrom(...SIZES_METRES),
    level: fc.option(fc.constantFrom(...LEVELS)),
    measure: fc.option(fc.constantFrom(...MEASURES)),
    report: fc.option(fc.stringMatching(/^[0-9A-Z]{8}$/)),
  })
  .filter(({ from, to, q }) => (from === null || to === null || from < to) && q.length <= 200);

describe('the address of a view', () => {
  it('gives back every view that was shared', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(parseView(viewParams(view), known)).toEqual(view);
      }),
    );
  });

  it('survives being read from the address bar, commas and all', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { searchParams } = new URL(viewHref(view), 'http://localhost');
        expect(parseView(searchParams, known)).toEqual(view);
      }),
    );
  });

  it('never throws on what people paste into it, and keeps only what exists', () => {
    const keys = fc.constantFrom(
      'area',
      'category',
      'status',
      'from',
      'to',
      'q',
      'demo',
      'view',
      'mode',
      'radius',
      'weight',
      'size',
      'level',
      'measure',
      'report',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.string())), (pairs) => {
        const view = parseView(new URLSearchParams(pairs), known);
        expect(parseView(viewParams(view), known)).toEqual(view);
      }),
    );
  });

  it('is empty for the view that everyone starts with', () => {
    expect(viewHref(DEFAULT_VIEW)).toBe('/');
    expect(parseView(new URLSearchParams(), known)).toEqual(DEFAULT_VIEW);
  });

  it('drops unknown codes but keeps the known ones beside them', () => {
    const view = parseView(new URLSearchParams('area=alai-9,alai-1&category=WATER,GOLD&status=new,lost'), known);
    expect(view).toMatchObject({ area: ['alai-1'], category: ['WATER'], status: ['new'] });
  });

  it('ignores days that do not exist and periods that end before they start', () => {
    expect(parseView(new URLSearchParams('from=2026-02-30'), known).from).toBeNull();
    expect(parseView(new URLSearchParams('from=2026-03-01&to=2026-03-01'), known).to).toBeNull();
  });

  it('asks the server for the filter alone, never for how it is shown', () => {
    const params = filterParams({
      ...DEFAULT_VIEW,
      area: ['alai-1'],
      mode: 'points',
      view: 'list',
      report: 'ABCD2345',
    } as View);
    expect(params.toString()).toBe('area=alai-1');
  });
});

describe('filters', () => {
  it('count as narrowed by everything but the settlement and the example data', () => {
    expect(isFiltered({ ...DEFAULT_VIEW, area: ['alai-1'], demo: true })).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, q: 'суу' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, to: '2026-01-01' })).toBe(true);
  });

  it('are switched on and off by the same tap', () => {
    expect(toggled(['a', 'b'], 'b')).toEqual(['a']);
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  });
});
