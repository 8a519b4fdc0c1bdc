import { HOTSPOTS_MAX, type HotspotsAnswer } from '../contract/analysis.ts';
import { wholeIn } from '../filters/metres.ts';
import { problem } from '../http/problem.ts';
import type { PointsIn } from '../index/rules.ts';
import { byRank } from './ranking.ts';
import { spotsOf, type Spot } from './spots.ts';

/** A number of reports of a query string, or the default; throws invalid_input with the value. */
export function parseMinimum(text: string | undefined, range: Parameters<typeof wholeIn>[1]): number {
  const minimum = wholeIn(text, range);
  if (minimum !== null) return minimum;
  throw problem('invalid_input', `minimum=${text?.slice(0, 40)} is not ${range.min} to ${range.max} reports`, {
    errors: [{ path: 'minimum', code: 'out_of_range' }],
  });
}

/**
 * Hot spots of each area's points, the one of most reports first. Pure, with pauses; the method is in clusters.ts. `points` in
 * the order of `codes`; `categoryOf` says what category a slot of `classes` is.
 */
export function* hotspotsAnswer(
  { points, counts }: PointsIn,
  codes: readonly string[],
  categoryOf: (slot: number) => string,
  radius: number,
  minimum: number,
): Generator<void, HotspotsAnswer> {
  let found = 0;
  const all: Spot[] = [];
  for (const [at, code] of codes.entries()) {
    const area = yield* spotsOf(points[at]!, code, categoryOf, radius, minimum);
    found += area.found;
    all.push(...area.spots);
  }
  return {
    type: 'FeatureCollection',
    radius,
    minimum,
    found,
    reports: counts,
    features: all
      .sort((a, b) => byRank(a.properties, b.properties))
      .slice(0, HOTSPOTS_MAX)
      .map((spot, at) => ({ ...spot, properties: { rank: at + 1, ...spot.properties } })),
  };
}
