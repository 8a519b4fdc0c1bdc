import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { FONT_STRONG } from '../basemap-style.ts';
import { metresPerPixel } from '../geometry.ts';
import { HEAT_STEPS, heatColors } from '../palette.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

/** A hexagon this wide has room for its figure. */
const FIGURE_PIXELS = 26;
/** From this step on the ramp is on its other side, and so is the ink on it. */
const TURN_STEP = 5;

export function gridSources({ grid, display }: Picture): Record<string, SourceSpecification> {
  const shown = display === 'grid' ? (grid?.features ?? []) : [];
  // MapLibre keeps no ids that are words.
  const features = shown.map((cell) => ({ ...cell, properties: { ...cell.properties, cell: cell.id } }));
  // Neighbours share their edges; simplified each for itself they would gape.
  return {
    grid: { type: 'geojson', data: { type: 'FeatureCollection', features } as FeatureCollection, tolerance: 0 },
  };
}

function byStep(below: string, colors: readonly string[]): ExpressionSpecification {
  return ['step', ['get', 'step'], below, ...colors.flatMap((color, i) => [i + 1, color])] as ExpressionSpecification;
}

/** Counted hexagons: a density, so on the ramp of heat, and like it under the streets. */
export function gridLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'grid',
      type: 'fill',
      source: 'grid',
      paint: {
        'fill-color': byStep('transparent', heatColors(palette)),
        'fill-opacity': palette.heatAlpha,
        'fill-antialias': false,
      },
    },
    {
      id: 'grid-edges',
      type: 'line',
      source: 'grid',
      paint: { 'line-color': palette.built, 'line-width': 1 },
    },
  ];
}

/** The figure of each hexagon, where it has room. */
export function gridLabelLayers({ grid }: Picture, palette: Palette): LayerSpecification[] {
  const [lng, lat] = grid?.features[0]?.geometry.coordinates[0]?.[0] ?? [0, 0];
  const pixelsAtZoomNull = (grid?.size ?? 1) / metresPerPixel(lng === undefined ? 0 : (lat ?? 0), 0);
  const ink = Array.from({ length: HEAT_STEPS }, (_, i) => (i + 1 < TURN_STEP ? palette.onChoro1 : palette.onChoro6));
  return [
    {
      id: 'grid-labels',
      type: 'symbol',
      source: 'grid',
      minzoom: Math.min(Math.max(Math.log2(FIGURE_PIXELS / pixelsAtZoomNull), 0), 24),
      layout: {
        'text-field': ['to-string', ['get', grid && grid.weight !== 'reports' ? grid.weight : 'count']],
        'text-font': FONT_STRONG,
        'text-size': 12,
      },
      paint: {
        'text-color': byStep(palette.ink, ink),
        'text-halo-color': byStep(palette.built, heatColors(palette)),
        'text-halo-width': 1.2,
      },
    },
  ];
}
