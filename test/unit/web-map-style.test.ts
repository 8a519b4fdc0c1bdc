import { createExpression, validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../server/contract/catalog.ts';
import type { BasemapSchema } from '../../web/src/map/vocabulary.ts';
import { markSvg } from '../../web/src/map/mark-svg.ts';
import type { MarkShape } from '../../web/src/map/mark-svg.ts';
import type { Palette } from '../../web/src/map/palette.ts';
import { EMPTY_PICTURE } from '../../web/src/map/picture.ts';
import type { Picture } from '../../web/src/map/picture.ts';
import { buildStyle } from '../../web/src/map/style.ts';

const palette = new Proxy({ heatAlpha: 0.82 } as Palette, {
  get: (target, name) => (name in target ? target[name as 'heatAlpha'] : 'rgb(1, 2, 3)'),
});
const ring = [
  [72, 40],
  [73, 40],
  [73, 41],
  [72, 40],
];
const area = (code: string, approximate: boolean, kind: 'settlement' | 'quarter' = 'settlement') => ({
  type: 'Feature' as const,
  geometry: { type: 'MultiPolygon' as const, coordinates: [[ring]] },
  properties: {
    code,
    kind,
    parent: null,
    name: { ky: code, ru: code, en: code },
    shortName: { ky: `${code} ky`, ru: `${code} ru`, en: `${code} en` },
    labelPoint: [72.5, 40.5],
    approximate,
    households: null,
    counts: { reports: 0, open: 0, resolved: 0 },
  },
});
const picture = (changes: Partial<Picture>): Picture => ({
  ...EMPTY_PICTURE,
  areas: {
    type: 'FeatureCollection',
    features: [area('alai-1', true), area('alai-2', false), area('q-1', true, 'quarter')],
  },
  ...changes,
});
const basemap = (schema: BasemapSchema) => ({
  available: true,
  schema,
  tiles: ['http://127.0.0.1/{z}/{x}/{y}'],
  minzoom: 0,
  maxzoom: 14,
  attribution: '© OpenStreetMap',
});
const ids = (p: Picture) => buildStyle(p, palette).layers.map(({ id }) => id);
const features = (p: Picture, source: string) =>
  (
    buildStyle(p, palette).sources[source] as unknown as {
      data: { features: { properties: Record<string, unknown> }[] };
    }
  ).data.features;

describe('the style of the map', () => {
  it('is valid in every way it can be shown, with and without a background', () => {
    for (const background of [null, basemap('openmaptiles'), basemap('protomaps')]) {
      for (const display of ['none', 'heat', 'groups', 'pins', 'areas', 'grid'] as const) {
        for (const theme of ['light', 'dark'] as const) {
          const style = buildStyle(
            picture({
              basemap: background,
              display,
              theme,
              me: [72, 40],
              regions: [
                {
                  code: 'a',
                  geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
                  at: [72, 40],
                  step: 1,
                  figure: '1',
                  name: 'a',
                },
              ],
            }),
            palette,
          );
          expect(validateStyleMin(style).map(({ message }) => message)).toEqual([]);
        }
      }
    }
  });

  it('needs nothing from anybody else: no glyphs, no sprite', () => {
    const style = buildStyle(picture({ basemap: basemap('openmaptiles') }), palette);
    expect(style).not.toHaveProperty('glyphs');
    expect(style).not.toHaveProperty('sprite');
  });

  it('draws heat under the streets and names, and marks above everything', () => {
    const order = ids(picture({ basemap: basemap('openmaptiles'), display: 'heat' }));
    const at = (id: string) => order.indexOf(id);
    expect(at('base-water')).toBeLessThan(at('heat'));
    expect(at('heat')).toBeLessThan(at('base-street'));
    expect(at('base-main')).toBeLessThan(at('veil'));
    expect(at('veil')).toBeLessThan(at('boundary-approximate'));
    expect(at('base-road-names')).toBeLessThan(at('marks'));
    expect(order.at(-1)).toBe('selected');
  });

  it('is usable before and without a background: ground, boundaries, names, marks', () => {
    const order = ids(picture({}));
    expect(order.filter((id) => id.startsWith('base-'))).toEqual([]);
    expect(order).toEqual(expect.arrayContaining(['land', 'veil', 'boundary-approximate', 'area-names', 'marks']));
  });

  it('asks for Kyrgyz names first on a Kyrgyz map', () => {
    for (const schema of ['openmaptiles', 'protomaps'] as const) {
      const style = JSON.stringify(buildStyle(picture({ basemap: basemap(schema), locale: 'ky' }), palette).layers);
      expect(style).toContain('["coalesce",["get","name:ky"],["get","name"]');
    }
  });

  it('dims the settlements that were not chosen and names areas in the language of the page', () => {
    const one = picture({ chosen: ['alai-1'], named: ['alai-2'], locale: 'ru' });
    expect(features(one, 'boundaries').map(({ properties }) => [properties.approximate, properties.focus])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(features(one, 'area-names').map(({ properties }) => properties.name)).toEqual(['alai-2 ru']);
  });

  it('lays no veil over a smooth picture, which would be paler than its legend', () => {
    const points = { type: 'FeatureCollection' as const, features: [] };
    const smooth = { points, limits: [1, 2, 3, 4, 5, 6, 7], radius: 150, latitude: 40.5, everywhere: false };
    expect(features(picture({ display: 'heat' }), 'veil')).toHaveLength(1);
    expect(features(picture({ smooth, display: 'heat' }), 'veil')).toHaveLength(0);
    expect(validateStyleMin(buildStyle(picture({ smooth, display: 'heat' }), palette))).toEqual([]);
  });

  it('shows no heat where pins are shown', () => {
    const heat = { features: [{ properties: { step: 1 } }] } as unknown as Picture['heat'];
    expect(features(picture({ heat, display: 'heat' }), 'heat')).toHaveLength(1);
    expect(features(picture({ heat, display: 'pins' }), 'heat')).toHaveLength(0);
  });
});

describe('the number in a group', () => {
  const written = (n: number, locale: Picture['locale']) => {
    const layer = buildStyle(picture({ locale, display: 'groups' }), palette).layers.find(({ id }) => id === 'groups');
    const text = (layer as unknown as { layout: { 'text-field': unknown } }).layout['text-field'];
    const made = createExpression(text, 'layers[0].layout.text-field');
    if (made.result === 'error') throw new Error(made.value[0]?.message);
    return made.value.evaluate({ zoom: 12 }, { type: 1, properties: { n } } as never);
  };

  it('fits into its disc and never says more than there are', () => {
    expect([1, 999, 1000, 1299, 9999, 12_900, 999_999].map((n) => written(n, 'ky'))).toEqual([
      '1',
      '999',
      '1к',
      '1,2к',
      '9,9к',
      '12к',
      '999к',
    ]);
    expect(written(3_490_000, 'ru')).toBe('3,4М');
    expect([1234, 12_345_678].map((n) => written(n, 'en'))).toEqual(['1.2k', '12M']);
  });
});

describe('marks', () => {
  const glyphs = (id: string) => (id === 'cat-NONE' ? '' : `<path id="${id}"/>`);
  const category = { color: '#0072B2', iconColor: '#FFFFFF' } as Category;
  const draw = (shape: MarkShape, icon = 'cat-WATER') =>
    markSvg(
      shape,
      { color: category.color, iconColor: category.iconColor, icon, status: 'in_progress' },
      palette,
      glyphs,
    );

  it('carry colour, icon and a status of its own shape, so that colour never speaks alone', () => {
    const { svg } = draw('pin');
    expect(svg).toContain('fill="#0072B2"');
    expect(svg).toContain('id="cat-WATER"');
    expect(svg).toContain('id="st-in-progress"');
  });

  it('of an unknown category look like «other» instead of being empty', () => {
    expect(draw('head', 'cat-NONE').svg).toContain('id="cat-OTHER"');
  });

  it('grow when selected', () => {
    expect(draw('pin-selected').height).toBeGreaterThan(draw('pin').height);
    expect(draw('head-selected').width).toBeGreaterThan(draw('head').width);
  });
});
