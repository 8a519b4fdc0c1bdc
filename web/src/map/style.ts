import type { StyleSpecification } from 'maplibre-gl';
import { BASEMAP_SOURCE, groundLayers, labelLayers, roadLayers } from './basemap-style.ts';
import { areaGroundLayers, areaNameLayers, areaSources, boundaryLayers, veilLayers } from './layers/area-layers.ts';
import { gridLabelLayers, gridLayers, gridSources } from './layers/grid-layers.ts';
import { heatLayers, heatSources } from './layers/heat-layers.ts';
import { reportLayers, reportSources, selectedLayers } from './layers/report-layers.ts';
import { regionLabelLayers, regionLayers, regionSources } from './layers/region-layers.ts';
import { smoothLayers, smoothSources } from './layers/smooth-layers.ts';
import { spotLayers, spotNumberLayers, spotSources } from './layers/spot-layers.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';

/**
 * The whole map as one MapLibre style. Without a background map it is a quiet ground with the boundaries, usable at
 * once; streets join when they are there. No glyphs and no sprite: letters come from the device, marks are drawn here.
 */
export function buildStyle(picture: Picture, palette: Palette): StyleSpecification {
  const { basemap, locale } = picture;
  const schema = basemap?.available ? basemap.schema : null;
  return {
    version: 8,
    sources: {
      ...(basemap &&
        schema && {
          [BASEMAP_SOURCE]: {
            type: 'vector',
            tiles: basemap.tiles,
            minzoom: basemap.minzoom,
            maxzoom: basemap.maxzoom,
            attribution: basemap.attribution,
            ...(basemap.bounds && { bounds: basemap.bounds as [number, number, number, number] }),
          },
        }),
      ...areaSources(picture),
      ...smoothSources(picture),
      ...heatSources(picture),
      ...gridSources(picture),
      ...regionSources(picture),
      ...spotSources(picture),
      ...reportSources(picture),
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
      ...areaGroundLayers(palette),
      ...(schema ? groundLayers(schema, palette) : []),
      ...smoothLayers(picture, palette),
      ...heatLayers(palette),
      ...gridLayers(palette),
      ...(schema ? roadLayers(schema, palette) : []),
      ...regionLayers(picture, palette),
      ...veilLayers(palette),
      ...boundaryLayers(palette),
      ...spotLayers(palette),
      ...(schema ? labelLayers(schema, palette, locale) : []),
      ...areaNameLayers(palette),
      ...regionLabelLayers(palette),
      ...gridLabelLayers(picture, palette),
      ...reportLayers(picture, palette),
      ...spotNumberLayers(picture, palette),
      // What is selected comes last: nothing may cover it.
      ...selectedLayers(picture),
    ],
  };
}
