import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { FONT_REGULAR, FONT_STRONG } from '../basemap-style.ts';
import { choroColors, onChoroColors } from '../palette.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

/** Streets stay visible as a shade, the figure on its step legible. */
const FILL_OPACITY = 0.9;

export function regionSources({ regions, display }: Picture): Record<string, SourceSpecification> {
  const shown = display === 'areas' ? regions : [];
  const collect = (geometry: (region: (typeof regions)[number]) => unknown) =>
    ({
      type: 'FeatureCollection',
      features: shown.map((region) => {
        const { code, step, figure, name } = region;
        return { type: 'Feature', geometry: geometry(region), properties: { code, step, figure, name } };
      }),
    }) as FeatureCollection;
  return {
    // Neighbours share their edge; simplified each for itself they would gape.
    regions: { type: 'geojson', data: collect(({ geometry }) => geometry), tolerance: 0 },
    'region-labels': { type: 'geojson', data: collect(({ at }) => ({ type: 'Point', coordinates: at })) },
  };
}

/** By step; 0 is an area whose number is not known. */
function byStep(unknown: string, colors: readonly string[]): ExpressionSpecification {
  return [
    'match',
    ['get', 'step'],
    ...colors.flatMap((color, i) => [i + 1, color]),
    unknown,
  ] as unknown as ExpressionSpecification;
}

/** Areas filled by their number; over the streets, so that a step looks everywhere as in the legend. */
export function regionLayers({ theme }: Picture, palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'regions',
      type: 'fill',
      source: 'regions',
      paint: { 'fill-color': byStep(palette.choroNone, choroColors(palette)), 'fill-opacity': FILL_OPACITY },
    },
    {
      id: 'regions-unknown',
      type: 'fill',
      source: 'regions',
      filter: ['==', ['get', 'step'], 0],
      paint: { 'fill-pattern': `hatch///${theme}` },
    },
    {
      id: 'region-gaps',
      type: 'line',
      source: 'regions',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.land, 'line-width': 2 },
    },
  ];
}

/** Figure and name inside each area; where the name has no room, the figure alone. */
export function regionLabelLayers(palette: Palette): LayerSpecification[] {
  const strong: ExpressionSpecification = ['literal', FONT_STRONG];
  const layer = (id: string, text: ExpressionSpecification): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'region-labels',
    layout: { 'text-field': text, 'text-size': 12, 'text-max-width': 14, 'text-line-height': 1.25, 'text-padding': 0 },
    paint: {
      'text-color': byStep(palette.ink, onChoroColors(palette)),
      'text-halo-color': byStep(palette.choroNone, choroColors(palette)),
      // Wide enough to stand on the hatch.
      'text-halo-width': ['case', ['==', ['get', 'step'], 0], 3, 1.4],
    },
  });
  const figure: [ExpressionSpecification, { 'text-font': ExpressionSpecification; 'font-scale': number }] = [
    ['get', 'figure'],
    { 'text-font': strong, 'font-scale': 1.6 },
  ];
  return [
    layer('region-figures', ['format', ...figure]),
    layer('region-labels', [
      'format',
      ...figure,
      '\n',
      {},
      ['get', 'name'],
      { 'text-font': ['literal', FONT_REGULAR], 'font-scale': 1 },
    ]),
  ];
}
