import { createExpression } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import type { HeatAnswer } from '../../server/contract/analysis.ts';
import { smoothLimits, smoothOf, wantsSmooth } from '../../web/src/explore/smooth.ts';
import { DEFAULT_VIEW } from '../../web/src/explore/url.ts';
import { metresPerPixel } from '../../web/src/map/geometry.ts';
import type { Bounds } from '../../web/src/map/geometry.ts';
import { smoothLayers } from '../../web/src/map/layers/smooth-layers.ts';
import type { Palette } from '../../web/src/map/palette.ts';
import { EMPTY_PICTURE } from '../../web/src/map/picture.ts';
import type { TileContent } from '../../web/src/map/tile-content.ts';
import { pointsOf, scaleOf } from '../../web/src/map/tile-density.ts';

const LIMITS = [0.5, 1, 1.5, 2.5, 3.5, 5, 6.5];
const LATITUDE = 40.5;
const SETTLEMENTS: Bounds = [72.83, 40.487, 72.856, 40.504];
const heat = (outside: number) => ({ limits: LIMITS, radius: 150, reports: { outside } }) as HeatAnswer;
const density = (scale: number) => ({ points: pointsOf([], 'reports'), scale });
const seen = (zoom: number) => ({ bounds: SETTLEMENTS, zoom, latitude: LATITUDE });
const tile = (cells: [count: number, supports: number, households: number][]): TileContent => ({
  tile: { z: 12, x: 0, y: 0 },
  reports: [],
  cells: cells.map(([count, supports, households]) => ({ at: [72.8, 40.5], count, supports, households })),
  areas: [],
});

describe('the smooth picture of a city', () => {
  it('is for heat of everything, whatever it weighs', () => {
    expect(wantsSmooth(DEFAULT_VIEW)).toBe(true);
    expect(wantsSmooth({ ...DEFAULT_VIEW, area: ['alai-1'] })).toBe(false);
    expect(wantsSmooth({ ...DEFAULT_VIEW, weight: 'households' })).toBe(true);
    expect(wantsSmooth({ ...DEFAULT_VIEW, mode: 'grid' })).toBe(false);
  });

  it('is shown only where the bands inside the settlements leave something out', () => {
    expect(smoothOf(heat(0), density(3), seen(14), SETTLEMENTS)).toBeNull();
    expect(smoothOf(heat(500), density(3), seen(14), SETTLEMENTS)).toMatchObject({ everywhere: false, limits: LIMITS });
    expect(smoothOf(heat(0), density(3), seen(8), SETTLEMENTS)).toMatchObject({ everywhere: true });
  });

  it('takes the limits of heat, or 2, 5, 10, … times them when it must, and never two scales at once', () => {
    expect(smoothLimits(LIMITS, 6)).toEqual(LIMITS);
    for (const [scale, factor] of [
      [7, 2],
      [20, 5],
      [60, 10],
      [66, 20],
      [650, 100],
    ] as const) {
      expect(smoothLimits(LIMITS, scale)).toEqual(LIMITS.map((limit) => limit * factor));
    }
    expect(smoothLimits(LIMITS, 0)).toEqual(LIMITS);
    expect(smoothOf(heat(500), density(60), seen(14), SETTLEMENTS)).toMatchObject({ everywhere: true });
  });

  it('counts every report once, and finds the scale of nearly all cells', () => {
    const tiles = [
      tile([
        [4, 40, 0],
        [2, 0, 7],
      ]),
    ];
    expect(pointsOf(tiles, 'reports').features.map(({ properties }) => properties.weight)).toEqual([4, 2]);
    expect(pointsOf(tiles, 'supports').features.map(({ properties }) => properties.weight)).toEqual([40]);
    expect(pointsOf(tiles, 'households').features.map(({ properties }) => properties.weight)).toEqual([7]);
    const edge = (metresPerPixel(LATITUDE, 12) * 512) / 64;
    expect(scaleOf(tiles, 'reports', LATITUDE)).toBeCloseTo(4 / (edge ** 2 / 10_000), 6);
    expect(scaleOf([], 'reports', LATITUDE)).toBe(0);
  });

  it('shows an even density as that density at every zoom', () => {
    const palette = new Proxy({} as Palette, { get: () => 'rgb(1, 2, 3)' });
    const smooth = { ...density(3), limits: LIMITS, radius: 150, latitude: LATITUDE, everywhere: true };
    const [layer] = smoothLayers({ ...EMPTY_PICTURE, smooth, display: 'heat' }, palette);
    const paint = (layer as unknown as { paint: Record<string, unknown> }).paint;
    const at = (name: string, zoom: number): number => {
      const made = createExpression(paint[name], `layers[0].paint.${name}`);
      if (made.result === 'error') throw new Error(made.value[0]?.message);
      return made.value.evaluate({ zoom }) as number;
    };
    for (const zoom of [8, 11.3, 13, 14.5, 16]) {
      const radius = at('heatmap-radius', zoom);
      const perPixel = 2 * (metresPerPixel(LATITUDE, zoom) ** 2 / 10_000);
      // Sum of MapLibre's kernels over an even field of 2 reports per hectare.
      const value = perPixel * at('heatmap-intensity', zoom) * 0.3989422804014327 * ((2 * Math.PI) / 9) * radius ** 2;
      expect(value * 6.5 * 1.3).toBeCloseTo(2, 3);
    }
  });
});
