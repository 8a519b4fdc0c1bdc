/** When density is shown smoothly over the whole city, and on which scale. */
import type { HeatAnswer } from '../../../server/contract/analysis.ts';
import { METRES_PER_DEGREE_LATITUDE, metresPerPixel } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import type { Density, Smooth } from '../map/picture.ts';
import { FEW } from '../map/sources.ts';
import type { View } from './url.ts';

/** A settlement that is smaller on the screen shows no bands any more. */
const TINY_PIXELS = 64;

/** Whether a view asks for it at all: heat of everything. */
export function wantsSmooth({ mode, area }: View): boolean {
  return mode === 'heat' && area.length === 0;
}

/** Limits of a scale that holds a density: those of heat, times the first of 1, 2, 5, 10, 20, … that does. */
export function smoothLimits(limits: readonly number[], scale: number): number[] {
  const last = limits.at(-1) ?? 1;
  const wanted = Math.max(scale / last, 1);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = ([1, 2, 5].find((step) => step * power >= wanted) ?? 10) * power;
  return limits.map((limit) => limit * factor);
}

/**
 * The smooth picture, null where the bands inside the settlements say all. They stay beside it while they share its scale
 * and can be seen; `settlements` is the box around these.
 */
export function smoothOf(
  heat: HeatAnswer,
  density: Density,
  { zoom, latitude }: { zoom: number; latitude: number },
  settlements: Bounds | null,
): Smooth | null {
  const limits = smoothLimits(heat.limits, density.scale);
  const height = settlements ? (settlements[3] - settlements[1]) * METRES_PER_DEGREE_LATITUDE : 0;
  const tiny = height / metresPerPixel(latitude, zoom) < TINY_PIXELS;
  if (heat.reports.outside < FEW && !tiny) return null;
  const everywhere = tiny || limits[0] !== heat.limits[0];
  return { points: density.points, limits, radius: heat.radius, latitude, everywhere };
}
