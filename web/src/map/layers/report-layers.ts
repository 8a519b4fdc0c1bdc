import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Language } from '../../../../server/contract/enums.ts';
import { m } from '../../paraglide/messages.js';
import { FONT_STRONG } from '../basemap-style.ts';
import type { Palette } from '../palette.ts';
import { NO_REPORTS } from '../picture.ts';
import type { Picture } from '../picture.ts';

/** Layers that answer to a tap, topmost first. */
export const TOUCH_LAYERS = ['area-marks', 'groups', 'group-marks', 'marks', 'stacks', 'group-stacks'] as const;

/** Near marks gather in one group up to this zoom; from the next on every place stands alone. */
const GROUP_MAX_ZOOM = 15;
/** From this zoom on many marks are drawn as heads without a tail. */
const CLOSE_UP_ZOOM = 16;
/** A square of 100 m is wider than its marker from here on. */
const SQUARES_FROM_ZOOM = 14.5;
const GROUP_RADIUS_PIXELS = 46;
/** Free room around the few pins that stay visible over heat. */
const HEAT_PIN_PADDING_PIXELS = 18;

const isGroup: ExpressionSpecification = ['has', 'point_count'];
/** Several at one place, or a counted cell. */
const isStack: ExpressionSpecification = ['any', ['>', ['get', 'n'], 1], ['==', ['get', 'ids'], '']];

export function reportSources({ reports, selected, me }: Picture): Record<string, SourceSpecification> {
  const { marks, cells, areaMarks } = reports ?? NO_REPORTS;
  return {
    marks: { type: 'geojson', data: marks },
    groups: {
      type: 'geojson',
      data: marks,
      cluster: true,
      clusterRadius: GROUP_RADIUS_PIXELS,
      clusterMaxZoom: GROUP_MAX_ZOOM,
      clusterProperties: { n: ['+', ['get', 'n']] },
    },
    cells: { type: 'geojson', data: cells },
    'area-marks': { type: 'geojson', data: areaMarks },
    selected: { type: 'geojson', data: { type: 'FeatureCollection', features: selected ? [selected] : [] } },
    me: {
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: me ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [...me] }, properties: {} }] : [],
      },
    },
  };
}

const isExact: ExpressionSpecification = ['==', ['get', 'precision'], 'exact'];
/** A pin stands on its tip; what is round lies around its place. */
const anchored = {
  'icon-anchor': ['case', isExact, 'bottom', 'center'] as ExpressionSpecification,
  'icon-offset': ['case', isExact, ['literal', [0, 6]], ['literal', [0, 0]]] as ExpressionSpecification,
};

/** The image of a report's mark in a shape. */
function imageOf(shape: string, theme: Picture['theme']): ExpressionSpecification {
  return ['concat', `${shape}/`, ['get', 'category'], '/', ['get', 'status'], `/${theme}`];
}

/** The report that is selected, for above all others. */
export function selectedLayers({ theme }: Picture): LayerSpecification[] {
  return [
    {
      id: 'selected',
      type: 'symbol',
      source: 'selected',
      filter: ['!=', ['get', 'precision'], 'area'],
      layout: {
        'icon-image': ['case', isExact, imageOf('pin-selected', theme), imageOf('head-selected', theme)],
        ...anchored,
        'icon-allow-overlap': true,
      },
      paint: {},
    },
  ];
}

/** Marks of reports, without the selected one. */
export function reportLayers({ display, theme, locale }: Picture, palette: Palette): LayerSpecification[] {
  const image = (shape: string) => imageOf(shape, theme);
  /** A pin says "exactly here"; a coarse place is round. */
  const mark: ExpressionSpecification = ['case', isExact, image('pin'), image('head')];
  const closeUp: ExpressionSpecification = ['step', ['zoom'], mark, CLOSE_UP_ZOOM, image('head')];
  const anchoredClose = {
    'icon-anchor': ['step', ['zoom'], anchored['icon-anchor'], CLOSE_UP_ZOOM, 'center'] as ExpressionSpecification,
    'icon-offset': [
      'step',
      ['zoom'],
      anchored['icon-offset'],
      CLOSE_UP_ZOOM,
      ['literal', [0, 0]],
    ] as ExpressionSpecification,
  };
  const visible = (...displays: Picture['display'][]) => (displays.includes(display) ? 'visible' : 'none');
  const counted = (shape: string, size: number): SymbolLayerSpecification['layout'] => ({
    'icon-image': `${shape}///${theme}`,
    'icon-allow-overlap': true,
    'text-field': shortCount(locale),
    'text-font': FONT_STRONG,
    'text-size': size,
    'text-allow-overlap': true,
  });
  const ink = { 'text-color': palette.ink };
  const layer = (
    id: string,
    source: string,
    filter: FilterSpecification | undefined,
    layout: SymbolLayerSpecification['layout'],
    paint: SymbolLayerSpecification['paint'] = {},
  ): LayerSpecification => ({ id, type: 'symbol', source, ...(filter && { filter }), layout, paint });

  return [
    {
      id: 'cells',
      type: 'line',
      source: 'cells',
      // Groups stand for many squares; only where each place stands alone its square says something.
      minzoom: display === 'groups' ? CLOSE_UP_ZOOM : SQUARES_FROM_ZOOM,
      layout: { visibility: visible('pins', 'groups') },
      paint: { 'line-color': palette.boundary, 'line-width': 1.4, 'line-dasharray': [2.4, 2], 'line-opacity': 0.8 },
    },
    layer('group-marks', 'groups', ['all', ['!', isGroup], ['!', isStack]], {
      visibility: visible('groups'),
      'icon-image': closeUp,
      ...anchoredClose,
      'icon-allow-overlap': true,
    }),
    layer(
      'group-stacks',
      'groups',
      ['all', ['!', isGroup], isStack],
      { ...counted('disc', 13), visibility: visible('groups') },
      ink,
    ),
    layer('groups', 'groups', isGroup, { ...counted('disc', 13), visibility: visible('groups') }, ink),
    layer('marks', 'marks', ['!', isStack], {
      visibility: visible('pins', 'heat'),
      'icon-image': mark,
      ...anchored,
      ...(display === 'heat'
        ? { 'icon-padding': HEAT_PIN_PADDING_PIXELS, 'symbol-sort-key': ['-', ['get', 'supports']] }
        : { 'icon-allow-overlap': true }),
    }),
    layer('stacks', 'marks', isStack, { ...counted('disc', 13), visibility: visible('pins') }, ink),
    layer('area-marks', 'area-marks', undefined, { ...counted('hex', 13), visibility: visible('pins', 'groups') }, ink),
    {
      id: 'me',
      type: 'circle',
      source: 'me',
      paint: {
        'circle-radius': 7,
        'circle-color': palette.accent,
        'circle-stroke-width': 3,
        'circle-stroke-color': palette.markHalo,
      },
    },
  ];
}

/** The number `n` as it fits into a disc: 999, 1,2к, 12к, 3,4М. Cut, not rounded: it never says more than there are. */
function shortCount(locale: Language): ExpressionSpecification {
  const n: ExpressionSpecification = ['get', 'n'];
  const cut = (unit: number, step: number, suffix: string): ExpressionSpecification => [
    'concat',
    // Chromium knows no Kyrgyz; its numbers are written like the Russian ones.
    [
      'number-format',
      ['/', ['floor', ['/', n, unit * step]], 1 / step],
      { locale: locale === 'en' ? 'en' : 'ru', 'max-fraction-digits': 1 },
    ],
    suffix,
  ];
  const thousands = m.count_thousands({}, { locale });
  const millions = m.count_millions({}, { locale });
  return [
    'step',
    n,
    ['to-string', n],
    1000,
    cut(1000, 0.1, thousands),
    10_000,
    cut(1000, 1, thousands),
    1_000_000,
    cut(1_000_000, 0.1, millions),
    10_000_000,
    cut(1_000_000, 1, millions),
  ];
}
