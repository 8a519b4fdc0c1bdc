import { WITHIN_CORNERS_MAX } from '../contract/filters.ts';
import { problem } from '../http/problem.ts';

/** Degrees WGS 84. */
export type Position = readonly [lng: number, lat: number];

/** Degrees WGS 84, west <= east and south <= north, edges included. */
export type Box = readonly [west: number, south: number, east: number, north: number];

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/**
 * `west,south,east,north` in degrees as EWKT; west > east crosses the antimeridian and becomes two boxes. Throws the
 * problem bbox_malformed.
 */
export function parseBbox(text: string): string {
  return boxesText(bboxCorners(text));
}

/** The same box, or the two, as numbers. Throws the problem bbox_malformed. */
export function bboxCorners(text: string): Box[] {
  const parts = text.split(',').map((part) => part.trim());
  const [west, south, east, north] = parts.map(Number) as [number, number, number, number];
  const fits =
    parts.length === 4 &&
    parts.every((part) => NUMBER.test(part)) &&
    inWorld([west, south]) &&
    inWorld([east, north]) &&
    south <= north;
  if (!fits) throw malformed('bbox', 'bbox_malformed', text, 'is not west,south,east,north in degrees');
  if (west <= east) return [[west, south, east, north]];
  return [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
}

/** Boxes as EWKT. */
export function boxesText(boxes: readonly Box[]): string {
  const rings = boxes.map(([west, south, east, north]) =>
    ringText([
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ]),
  );
  return `SRID=4326;MULTIPOLYGON(${rings.map((ring) => `(${ring})`).join(',')})`;
}

/**
 * `lng,lat;lng,lat;...` in degrees (3 to 200 corners, closed or not) as EWKT. Throws polygon_malformed,
 * polygon_too_large or polygon_self_crossing.
 */
export function parseWithin(text: string): string {
  return polygonText(withinRing(text));
}

/** The same corners as numbers, without repetitions, not closed. Throws as parseWithin does. */
export function withinRing(text: string): Position[] {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  if (pairs.length > WITHIN_CORNERS_MAX + 1) {
    throw problem('polygon_too_large', `within has ${pairs.length} corners; ${WITHIN_CORNERS_MAX} are possible`, {
      errors: [{ path: 'within', code: 'polygon_too_large' }],
    });
  }
  const corners = pairs.map((pair) => {
    const parts = pair.split(',').map((part) => part.trim());
    const position = parts.map(Number) as unknown as Position;
    if (parts.length !== 2 || !parts.every((part) => NUMBER.test(part)) || !inWorld(position)) {
      throw malformed('within', 'polygon_malformed', pair, 'is not lng,lat in degrees');
    }
    return position;
  });
  const distinct = corners.filter((corner, index) => index === 0 || !same(corner, corners[index - 1]!));
  if (distinct.length > 1 && same(distinct[0]!, distinct.at(-1)!)) distinct.pop();
  if (distinct.length > WITHIN_CORNERS_MAX)
    throw malformed('within', 'polygon_too_large', String(distinct.length), 'corners are too many');
  if (distinct.length < 3) throw malformed('within', 'polygon_malformed', text, 'has fewer than three corners');
  if (crossesItself(distinct)) throw malformed('within', 'polygon_self_crossing', text, 'crosses or touches itself');
  return distinct;
}

/** A ring that is not closed as EWKT. */
export function polygonText(ring: readonly Position[]): string {
  return `SRID=4326;POLYGON(${ringText(ring)})`;
}

/** Whether two edges of a ring that are not neighbours meet, or neighbours fold back on each other; O(n²), n <= 200. */
export function crossesItself(ring: readonly Position[]): boolean {
  const edge = (index: number) => [ring[index]!, ring[(index + 1) % ring.length]!] as const;
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = edge(i);
    const [, c] = edge((i + 1) % ring.length);
    if (turn(a, b, c) === 0 && (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) > 0) return true;
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue;
      if (segmentsMeet(a, b, ...edge(j))) return true;
    }
  }
  return false;
}

function segmentsMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && between(a, b, c)) ||
    (abd === 0 && between(a, b, d)) ||
    (cda === 0 && between(c, d, a)) ||
    (cdb === 0 && between(c, d, b))
  );
}

/** 1 left, -1 right, 0 straight on. */
function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function between(a: Position, b: Position, p: Position): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function inWorld([lng, lat]: Position): boolean {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}

function ringText(corners: readonly Position[]): string {
  return `(${[...corners, corners[0]!].map(([lng, lat]) => `${lng} ${lat}`).join(',')})`;
}

function malformed(
  path: 'bbox' | 'within',
  code: 'bbox_malformed' | 'polygon_malformed' | 'polygon_too_large' | 'polygon_self_crossing',
  value: string,
  what: string,
) {
  return problem(code, `${path}=${value.slice(0, 100)} ${what}`, { errors: [{ path, code }] });
}
