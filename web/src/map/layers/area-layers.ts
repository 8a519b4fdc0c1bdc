import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { FONT_STRONG } from '../basemap-style.ts';
import { nameCorner, outside } from '../geometry.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

/** Settlements only: quarters and the city would draw lines across each other. */
function settlements({ areas }: Picture) {
  return areas.features.filter((area) => area.properties.kind === 'settlement');
}

function inFocus(picture: Picture) {
  const all = settlements(picture);
  const chosen = picture.areas.features.filter((area) => picture.chosen.includes(area.properties.code));
  return chosen.length > 0 ? chosen : all;
}

export function areaSources(picture: Picture): Record<string, SourceSpecification> {
  const focus = inFocus(picture);
  const drawn = new Set([...settlements(picture), ...focus]);
  const boundaries = {
    type: 'FeatureCollection',
    features: [...drawn].map(({ geometry, properties }) => ({
      type: 'Feature',
      geometry,
      properties: { approximate: properties.approximate, focus: focus.some((a) => a.properties === properties) },
    })),
  };
  /** An area that is filled has its name inside. */
  const inside = new Set(picture.display === 'areas' ? picture.regions.map(({ code }) => code) : []);
  const names = {
    type: 'FeatureCollection',
    features: picture.areas.features
      .filter(({ properties }) => picture.named.includes(properties.code) && !inside.has(properties.code))
      .map(({ geometry, properties }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: nameCorner(geometry as Parameters<typeof nameCorner>[0]) },
        properties: { name: properties.shortName[picture.locale] },
      })),
  };
  const veil = {
    type: 'FeatureCollection',
    // It would make the smooth picture outside paler than its legend.
    features:
      focus.length && !(picture.smooth && picture.display === 'heat')
        ? [
            {
              type: 'Feature',
              geometry: outside(focus.map((area) => area.geometry as Parameters<typeof outside>[0][number])),
              properties: {},
            },
          ]
        : [],
  };
  return {
    boundaries: { type: 'geojson', data: boundaries as FeatureCollection },
    'area-names': { type: 'geojson', data: names as FeatureCollection },
    veil: { type: 'geojson', data: veil as FeatureCollection },
  };
}

/** Built ground inside the settlements in focus: without a background it is all that tells inside from outside. */
export function areaGroundLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'area-ground',
      type: 'fill',
      source: 'boundaries',
      filter: ['get', 'focus'],
      paint: { 'fill-color': palette.built },
    },
  ];
}

/** The veil over everything that was not chosen. */
export function veilLayers(palette: Palette): LayerSpecification[] {
  return [{ id: 'veil', type: 'fill', source: 'veil', paint: { 'fill-color': palette.veil, 'fill-antialias': false } }];
}

/** Boundaries: dashed while they are placeholders, solid once official. */
export function boundaryLayers(palette: Palette): LayerSpecification[] {
  const opacity = ['case', ['get', 'focus'], 1, 0.45] as unknown as number;
  return [
    {
      id: 'boundary-halo',
      type: 'line',
      source: 'boundaries',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.boundaryHalo, 'line-width': 4.5, 'line-opacity': opacity },
    },
    {
      id: 'boundary-approximate',
      type: 'line',
      source: 'boundaries',
      filter: ['get', 'approximate'],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.boundary,
        'line-width': 2,
        'line-dasharray': [4.2, 2.4],
        'line-opacity': opacity,
      },
    },
    {
      id: 'boundary-official',
      type: 'line',
      source: 'boundaries',
      filter: ['!', ['get', 'approximate']],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.boundary, 'line-width': 2, 'line-opacity': opacity },
    },
  ];
}

export function areaNameLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'area-names',
      type: 'symbol',
      source: 'area-names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT_STRONG,
        'text-size': 14,
        'text-anchor': 'bottom-left',
        'text-offset': [0.5, -0.1],
        'text-max-width': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.ink, 'text-halo-color': palette.labelHalo, 'text-halo-width': 1.6 },
    },
  ];
}
