import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { metresPerPixel } from '../geometry.ts';
import { heatColors } from '../palette.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';

/** Least radius of the kernel in pixels: below, the cells would show. */
const RADIUS_PIXELS = 48;
/** The kernel of MapLibre is 0.3989 exp(-4.5 (d/r)²); its volume, in squares of its radius. */
const KERNEL_VOLUME = 0.3989422804014327 * ((2 * Math.PI) / 9);
const SQUARE_METRES_PER_HECTARE = 10_000;
/** The ramp goes on over its last limit by this much. */
const TOP = 1.3;
const ZOOM_MAX = 24;

export function smoothSources({ smooth, display }: Picture): Record<string, SourceSpecification> {
  const features = display === 'heat' ? (smooth?.points.features ?? []) : [];
  return { smooth: { type: 'geojson', data: { type: 'FeatureCollection', features } as FeatureCollection } };
}

/**
 * Density over the whole city as MapLibre's heatmap, calibrated: its values are reports per hectare, on the limits of the
 * legend at every zoom. Drawn point by point from counted cells, so that no edge of a tile shows. Inside the settlements,
 * where the bands are the truth, it is covered.
 */
export function smoothLayers(picture: Picture, palette: Palette): LayerSpecification[] {
  const { smooth, display } = picture;
  if (!smooth || display !== 'heat') return [];
  const { limits, radius, latitude } = smooth;
  const densest = (limits.at(-1) ?? 1) * TOP;
  /** Where the radius in metres becomes as wide as the least one in pixels. */
  const turn = Math.log2((RADIUS_PIXELS * metresPerPixel(latitude, 0)) / radius);
  const intensity = (zoom: number): number =>
    SQUARE_METRES_PER_HECTARE / (KERNEL_VOLUME * densest * (RADIUS_PIXELS * metresPerPixel(latitude, zoom)) ** 2);
  const [palest = '', ...darker] = heatColors(palette);
  const colors = [palest, ...darker].flatMap((color, i) => [(limits[i] ?? 0) / densest, color]);
  return [
    {
      id: 'smooth',
      type: 'heatmap',
      source: 'smooth',
      paint: {
        'heatmap-weight': ['get', 'weight'],
        'heatmap-radius': exponential(2, [turn, RADIUS_PIXELS], [ZOOM_MAX, RADIUS_PIXELS * 2 ** (ZOOM_MAX - turn)]),
        'heatmap-intensity': exponential(4, [0, intensity(0)], [turn, intensity(turn)]),
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          palest.replace('rgb(', 'rgba(').replace(')', ', 0)'),
          ...colors,
        ] as unknown as ExpressionSpecification,
        'heatmap-opacity': palette.heatAlpha,
      },
    },
    ...(smooth.everywhere
      ? []
      : ([
          {
            id: 'smooth-cover',
            type: 'fill',
            source: 'boundaries',
            filter: ['get', 'focus'],
            paint: { 'fill-color': palette.built },
          },
        ] satisfies LayerSpecification[])),
  ];
}

/** Between two zooms and their values, multiplied by `base` with each zoom; constant beyond. */
function exponential(
  base: number,
  [fromZoom, from]: readonly [number, number],
  [toZoom, to]: readonly [number, number],
): ExpressionSpecification {
  return ['interpolate', ['exponential', base], ['zoom'], fromZoom, from, toZoom, to];
}
