import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../../../server/contract/enums.ts';
import type { Palette } from './palette.ts';
import { NAME_ORDER, VOCABULARIES } from './vocabulary.ts';
import type { BasemapSchema, Choice } from './vocabulary.ts';

export const BASEMAP_SOURCE = 'basemap';

/** Font "stacks" without a glyph server: the first name only says the weight, the rest are the device's own fonts. */
export const FONT_REGULAR = ['Map Regular', 'system-ui', 'Roboto', 'Noto Sans'];
export const FONT_STRONG = ['Map Semibold', 'system-ui', 'Roboto', 'Noto Sans'];

/** What a choice means in the map's own language. */
const choose = ({ property, values }: Choice): ExpressionSpecification => [
  'in',
  ['coalesce', ['get', property], ''],
  ['literal', [...values]],
];

const polygons: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
const lines: ExpressionSpecification = ['==', ['geometry-type'], 'LineString'];
const both = (a: ExpressionSpecification, b: FilterSpecification): FilterSpecification =>
  ['all', a, b] as FilterSpecification;

/** Width of a road in pixels by zoom; doubles with each zoom once a road is as wide as on the ground. */
const width = (at12: number, at16: number): ExpressionSpecification => [
  'interpolate',
  ['exponential', 1.7],
  ['zoom'],
  12,
  at12,
  16,
  at16,
  19,
  at16 * 5,
];

/** What lies under heat: land, green, fields, built ground, water, buildings. */
export function groundLayers(schema: BasemapSchema, palette: Palette): LayerSpecification[] {
  const v = VOCABULARIES[schema];
  const fill = (
    id: string,
    layer: string,
    filter: FilterSpecification,
    color: string,
    minzoom = 0,
  ): LayerSpecification => ({
    id: `base-${id}`,
    type: 'fill',
    source: BASEMAP_SOURCE,
    'source-layer': layer,
    minzoom,
    filter,
    paint: { 'fill-color': color },
  });
  return [
    fill('field', v.field.layer, choose(v.field), palette.field),
    fill('green-0', v.green.layer, choose(v.green), palette.green),
    fill('built', v.built.layer, choose(v.built), palette.built),
    fill('park', v.park.layer, choose(v.park), palette.park),
    fill('water', v.water, polygons, palette.water),
    {
      id: 'base-stream',
      type: 'line',
      source: BASEMAP_SOURCE,
      'source-layer': v.stream.layer,
      filter: both(lines, choose(v.stream)),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.water, 'line-width': width(1, 5) },
    },
    fill('building', v.building, polygons, palette.building, 15),
  ];
}

/** Streets: over heat, so that a place can be recognised inside it. */
export function roadLayers(schema: BasemapSchema, palette: Palette): LayerSpecification[] {
  const { main, street, path } = VOCABULARIES[schema];
  const line = (
    id: string,
    choice: Choice,
    color: string,
    size: ExpressionSpecification,
    minzoom: number,
    dash?: number[],
  ): LayerSpecification => ({
    id: `base-${id}`,
    type: 'line',
    source: BASEMAP_SOURCE,
    'source-layer': choice.layer,
    minzoom,
    filter: both(lines, choose(choice)),
    layout: { 'line-cap': dash ? 'butt' : 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': size, ...(dash && { 'line-dasharray': dash }) },
  });
  return [
    line('street-edge', street, palette.roadEdge, width(0, 8.5), 15),
    line('main-edge', main, palette.roadEdge, width(2.6, 13.5), 10),
    line('path', path, palette.road, width(0.2, 1.6), 14, [3, 2]),
    line('street', street, palette.road, width(0.4, 7), 13),
    line('main', main, palette.mainRoad, width(1.4, 12), 8),
  ];
}

/** Names of streets and places: the topmost of the background. */
export function labelLayers(schema: BasemapSchema, palette: Palette, locale: Language): LayerSpecification[] {
  const v = VOCABULARIES[schema];
  const name: ExpressionSpecification = [
    'coalesce',
    ...NAME_ORDER[locale].map((key): ExpressionSpecification => ['get', key]),
  ] as unknown as ExpressionSpecification;
  const paint = { 'text-color': palette.label, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.4 };
  return [
    {
      id: 'base-road-names',
      type: 'symbol',
      source: BASEMAP_SOURCE,
      'source-layer': v.roadNames,
      minzoom: 13,
      filter: lines,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 350,
        'text-field': name,
        'text-font': FONT_REGULAR,
        'text-size': ['interpolate', ['linear'], ['zoom'], 13, 11, 17, 13],
        'text-padding': 4,
      },
      paint,
    },
    {
      id: 'base-places',
      type: 'symbol',
      source: BASEMAP_SOURCE,
      'source-layer': v.places.layer,
      maxzoom: 15,
      filter: choose(v.places),
      layout: { 'text-field': name, 'text-font': FONT_REGULAR, 'text-size': 13, 'text-max-width': 8 },
      paint,
    },
  ];
}
