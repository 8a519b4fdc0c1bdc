import { fromUtm, toUtm } from '../../../server/geo/utm.ts';
import type { Place } from './inhabitants.ts';

type Box = [west: number, south: number, east: number, north: number];

/** Halves a box as long as one half holds what is looked for, and gives the middle of the last; null when the first holds nothing. */
export async function narrowed(
  start: Box,
  times: number,
  holds: (box: Box) => Promise<boolean>,
): Promise<Place | null> {
  if (!(await holds(start))) return null;
  let box = start;
  for (let n = 0; n < times * 2; n++) {
    const [west, south, east, north] = box;
    const half: Box = n % 2 === 0 ? [west, south, (west + east) / 2, north] : [west, south, east, (south + north) / 2];
    const other: Box = n % 2 === 0 ? [(west + east) / 2, south, east, north] : [west, (south + north) / 2, east, north];
    box = (await holds(half)) ? half : other;
  }
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

/** The place that has these distances from three others: the two circles' differences are straight lines, which meet in it. */
export function trilaterated(circles: readonly { centre: Place; metres: number }[]): Place {
  const [a, b, c] = circles.map(({ centre, metres }) => ({ at: toUtm(...centre), metres: metres * SCALE }));
  const row = (p: NonNullable<typeof a>, q: NonNullable<typeof a>) => ({
    x: 2 * (q.at[0] - p.at[0]),
    y: 2 * (q.at[1] - p.at[1]),
    sum: p.metres ** 2 - q.metres ** 2 + q.at[0] ** 2 - p.at[0] ** 2 + q.at[1] ** 2 - p.at[1] ** 2,
  });
  const [one, two] = [row(a!, b!), row(a!, c!)];
  const determinant = one.x * two.y - two.x * one.y;
  return fromUtm((one.sum * two.y - two.sum * one.y) / determinant, (one.x * two.sum - two.x * one.sum) / determinant);
}

/** Lengths in the projection are this many times those on the ground, around Osh. */
const SCALE = 1.00001;

/** The middle of some corners. */
export function middleOf(corners: readonly Place[]): Place {
  const [lngs, lats] = [corners.map(([lng]) => lng), corners.map(([, lat]) => lat)];
  return [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}

/** Metres between two places, on the projection. */
export function metresBetween(one: Place, other: Place): number {
  const [a, b] = [toUtm(...one), toUtm(...other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
