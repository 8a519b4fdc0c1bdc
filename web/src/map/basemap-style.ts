import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../../../server/contract/enums.ts';
import type { Palette } from './palette.ts';

/** Layer vocabularies of vector tiles that can be drawn. */
export type BasemapSchema = 'openmaptiles' | 'protomaps';

export const BASEMAP_SOURCE = 'basemap';

/** First name wins; the local name is the last resort. */
const NAME_ORDER: Record<Language, readonly string[]> = {
  ky: ['name:ky', 'name', 'name:ru'],
  ru: ['name:ru', 'name', 'name:ky'],
  en: ['name:en', 'name:latin', 'name', 'name:ky'],
};

/** Font "stacks" without a glyph server: the first name only says the weight, the rest are the device's own fonts. */
export const FONT_REGULAR = ['Map Regular', 'system-ui', 'Roboto', 'Noto Sans'];
export const FONT_STRONG = ['Map Semibold', 'system-ui', 'Roboto', 'Noto Sans'];

/** Where in the tiles each thing is: source layer and filter. */
interface Vocabulary {
  green: [layer: string, filter: FilterSpecification][];
  park: [layer: string, filter: FilterSpecification];
  field: [layer: string, filter: FilterSpecification];
  built: [layer: string, filter: FilterSpecification];
  water: string;
  stream: [layer: string, filter: FilterSpecification];
  building: string;
  roads: { layer: string; main: FilterSpecification; street: FilterSpecification; path: FilterSpecification };
  roadNames: string;
  places: [layer: string, filter: FilterSpecification];
}

const oneOf = (property: string, values: string[]): ExpressionSpecification => [
  'in',
  ['coalesce', ['get', property], ''],
  ['literal', values],
];

const VOCABULARIES: Record<BasemapSchema, Vocabulary> = {
  openmaptiles: {
    green: [['landcover', oneOf('class', ['grass', 'wood', 'wetland'])]],
    park: ['landuse', oneOf('class', ['park', 'pitch', 'cemetery', 'stadium'])],
    field: ['landcover', oneOf('class', ['farmland'])],
    built: ['landuse', oneOf('class', ['residential', 'suburb', 'neighbourhood', 'commercial', 'industrial'])],
    water: 'water',
    stream: ['waterway', oneOf('class', ['river', 'canal', 'stream', 'ditch', 'drain'])],
    building: 'building',
    roads: {
      layer: 'transportation',
      main: oneOf('class', ['motorway', 'trunk', 'primary', 'secondary', 'tertiary']),
      street: oneOf('class', ['minor', 'service', 'busway']),
      path: oneOf('class', ['path', 'track']),
    },
    roadNames: 'transportation_name',
    places: ['place', oneOf('class', ['city', 'town', 'village', 'hamlet', 'suburb', 'neighbourhood'])],
  },
  protomaps: {
    green: [['landcover', oneOf('kind', ['grassland', 'forest', 'scrub'])]],
    park: ['landuse', oneOf('kind', ['park', 'pitch', 'cemetery', 'grass', 'wood', 'forest', 'garden'])],
    field: ['landuse', oneOf('kind', ['farmland', 'orchard', 'meadow'])],
    built: ['landuse', oneOf('kind', ['residential', 'commercial', 'industrial', 'neighbourhood'])],
    water: 'water',
    stream: ['water', oneOf('kind', ['river', 'canal', 'stream', 'ditch', 'drain'])],
    building: 'buildings',
    roads: {
      layer: 'roads',
      main: oneOf('kind', ['highway', 'major_road', 'medium_road']),
      street: oneOf('kind', ['minor_road']),
      path: oneOf('kind', ['path', 'other']),
    },
    roadNames: 'roads',
    places: ['places', oneOf('kind', ['locality', 'neighbourhood', 'macrohood'])],
  },
};

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
    fill('field', v.field[0], v.field[1], palette.field),
    ...v.green.map(([layer, filter], i) => fill(`green-${i}`, layer, filter, palette.green)),
    fill('built', v.built[0], v.built[1], palette.built),
    fill('park', v.park[0], v.park[1], palette.park),
    fill('water', v.water, polygons, palette.water),
    {
      id: 'base-stream',
      type: 'line',
      source: BASEMAP_SOURCE,
      'source-layer': v.stream[0],
      filter: both(lines, v.stream[1]),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.water, 'line-width': width(1, 5) },
    },
    fill('building', v.building, polygons, palette.building, 15),
  ];
}

/** Streets: over heat, so that a place can be recognised inside it. */
export function roadLayers(schema: BasemapSchema, palette: Palette): LayerSpecification[] {
  const { roads } = VOCABULARIES[schema];
  const line = (
    id: string,
    filter: FilterSpecification,
    color: string,
    size: ExpressionSpecification,
    minzoom: number,
    dash?: number[],
  ): LayerSpecification => ({
    id: `base-${id}`,
    type: 'line',
    source: BASEMAP_SOURCE,
    'source-layer': roads.layer,
    minzoom,
    filter: both(lines, filter),
    layout: { 'line-cap': dash ? 'butt' : 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': size, ...(dash && { 'line-dasharray': dash }) },
  });
  return [
    line('street-edge', roads.street, palette.roadEdge, width(0, 8.5), 15),
    line('main-edge', roads.main, palette.roadEdge, width(2.6, 13.5), 10),
    line('path', roads.path, palette.road, width(0.2, 1.6), 14, [3, 2]),
    line('street', roads.street, palette.road, width(0.4, 7), 13),
    line('main', roads.main, palette.mainRoad, width(1.4, 12), 8),
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
      'source-layer': v.places[0],
      maxzoom: 15,
      filter: v.places[1],
      layout: { 'text-field': name, 'text-font': FONT_REGULAR, 'text-size': 13, 'text-max-width': 8 },
      paint,
    },
  ];
}
