/** A place in words, for whoever does not see the picture. */
import { formatNumber } from '../i18n/format.ts';
import { m } from '../paraglide/messages.js';
import { locale } from '../state/locale.svelte.ts';
import { directionOf } from '../still/frame.ts';
import type { Direction } from '../still/frame.ts';
import { metresBetween } from './place.ts';
import type { LngLat } from './place.ts';

const DIRECTION_NAMES: Record<Direction, () => string> = {
  n: m.direction_n,
  ne: m.direction_ne,
  e: m.direction_e,
  se: m.direction_se,
  s: m.direction_s,
  sw: m.direction_sw,
  w: m.direction_w,
  nw: m.direction_nw,
};

/** How far the pin went and in which direction, and the area it stands in now. */
export function placeWords(from: LngLat, to: LngLat, area: string): string {
  const metres = Math.round(metresBetween(from, to));
  if (metres === 0) return area;
  return m.place_moved({
    area,
    metres: formatNumber(metres, locale.current, 0),
    direction: DIRECTION_NAMES[directionOf(from, to)](),
  });
}
