/** The stops of a bottom sheet, lowest first. Heights are in CSS px of the visible part. */
export type SheetStop = 'peek' | 'half' | 'full';
export const SHEET_STOPS: readonly SheetStop[] = ['peek', 'half', 'full'];

type StopHeights = Record<SheetStop, number>;

/** Faster than this, a flick decides instead of the distance (px per ms). */
const FLICK_PX_PER_MS = 0.45;

/**
 * Heights of the stops for a screen. @param screen height that the sheet may use at most (up to the top bar)
 * @param peek wished height of the lowest stop; never more than half
 */
export function stopHeights(screen: number, peek: number): StopHeights {
  const half = Math.max(Math.round(screen * 0.56), Math.min(peek, screen));
  return { peek: Math.min(peek, half), half, full: screen };
}

/**
 * Where a sheet comes to rest after a drag. @param height where it was let go @param velocity px per ms, upwards positive
 */
export function settle(
  heights: StopHeights,
  height: number,
  velocity: number,
  stops: readonly SheetStop[] = SHEET_STOPS,
): SheetStop {
  if (Math.abs(velocity) > FLICK_PX_PER_MS) {
    const candidates =
      velocity > 0
        ? stops.filter((stop) => heights[stop] > height)
        : stops.filter((stop) => heights[stop] < height).reverse();
    if (candidates[0]) return candidates[0];
  }
  return stops.reduce((best, stop) =>
    Math.abs(heights[stop] - height) < Math.abs(heights[best] - height) ? stop : best,
  );
}

/** The next stop in a direction, or the same one at the end. */
export function neighbour(stop: SheetStop, by: 1 | -1, stops: readonly SheetStop[] = SHEET_STOPS): SheetStop {
  return stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(stop) + by))] ?? stop;
}
