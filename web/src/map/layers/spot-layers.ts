import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { FONT_STRONG } from '../basemap-style.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

export function spotSources({ spots: { features, chosen } }: Picture): Record<string, SourceSpecification> {
  const rings = features.map(({ geometry, properties: { rank } }) => ({
    type: 'Feature',
    geometry,
    properties: { chosen: rank === chosen },
  }));
  const numbers = features.map(({ geometry, properties: { rank } }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: topOf(geometry.coordinates[0]!) },
    properties: { rank: String(rank) },
  }));
  return {
    spots: { type: 'geojson', data: { type: 'FeatureCollection', features: rings } as FeatureCollection },
    'spot-numbers': { type: 'geojson', data: { type: 'FeatureCollection', features: numbers } as FeatureCollection },
  };
}

/** Dotted rings, thicker and closed around the one that is looked at. */
export function spotLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'spot-halo',
      type: 'line',
      source: 'spots',
      paint: { 'line-color': palette.boundaryHalo, 'line-width': ['case', ['get', 'chosen'], 7, 4.5] },
    },
    {
      id: 'spots',
      type: 'line',
      source: 'spots',
      filter: ['!', ['get', 'chosen']],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.ink, 'line-width': 2.2, 'line-dasharray': [0.1, 2] },
    },
    {
      id: 'spot-chosen',
      type: 'line',
      source: 'spots',
      filter: ['get', 'chosen'],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.accent, 'line-width': 3.5 },
    },
  ];
}

/** The same number as in the list, at the ring's northern end. */
export function spotNumberLayers({ theme }: Picture, palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'spot-numbers',
      type: 'symbol',
      source: 'spot-numbers',
      layout: {
        'icon-image': `square///${theme}`,
        'icon-allow-overlap': true,
        'text-allow-overlap': true,
        'text-field': ['get', 'rank'],
        'text-font': FONT_STRONG,
        'text-size': 12,
      },
      paint: { 'text-color': palette.surface },
    },
  ];
}

function topOf(ring: readonly (readonly number[])[]): number[] {
  return [...ring.reduce((top, corner) => (corner[1]! > top[1]! ? corner : top))];
}
