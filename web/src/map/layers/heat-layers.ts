import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { heatColors } from '../palette.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

export function heatSources({ heat, smooth, display }: Picture): Record<string, SourceSpecification> {
  const features = display === 'heat' && !smooth?.everywhere ? (heat?.features ?? []) : [];
  return {
    heat: {
      type: 'geojson',
      data: { type: 'FeatureCollection', features } as FeatureCollection,
      // Neighbouring bands share their edge; simplified each for itself they would gape.
      tolerance: 0,
    },
  };
}

/** Stepped bands; the server has cut them at the boundary, so nothing is clipped here. */
export function heatLayers(palette: Palette): LayerSpecification[] {
  const [palest = '', ...darker] = heatColors(palette);
  const color = [
    'step',
    ['get', 'step'],
    palest,
    ...darker.flatMap((step, i) => [i + 2, step]),
  ] as unknown as ExpressionSpecification;
  return [
    {
      id: 'heat',
      type: 'fill',
      source: 'heat',
      // Smoothed edges of translucent neighbours would overlap and draw a line between two bands.
      paint: { 'fill-color': color, 'fill-opacity': palette.heatAlpha, 'fill-antialias': false },
    },
  ];
}
