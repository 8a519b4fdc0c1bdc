import { Clipper64, ClipType, FillRule, PathType } from 'clipper2-ts';
import type { Paths64 } from 'clipper2-ts';
import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { localProjection, toDegrees, toMetres } from '../../server/geo/project.ts';
import type { HeatArea, HeatPoints } from '../../server/heat/rules.ts';

export type Metres = [number, number];

/** A place to draw in metres: degrees of its centre. */
export interface Centre {
  lng: number;
  lat: number;
}

export const OSH: Centre = { lng: 72.838, lat: 40.4985 };

/** An area from polygons of rings in metres around a centre; rings are closed here. */
export function areaOf(polygons: Metres[][][], centre: Centre = OSH): HeatArea {
  const projection = localProjection(centre.lng, centre.lat);
  const coordinates = polygons.map((rings) =>
    rings.map((ring): Position[] => [...ring, ring[0]!].map(([x, y]) => toDegrees(projection, x, y))),
  );
  return { code: 'alai-1', geometry: { type: 'MultiPolygon', coordinates } };
}

/** Points in metres around a centre, as columns of degrees. */
export function pointsOf(places: Metres[], weight?: number[], centre: Centre = OSH): HeatPoints {
  const projection = localProjection(centre.lng, centre.lat);
  const degrees = places.map(([x, y]) => toDegrees(projection, x, y));
  const columns = {
    lng: Float64Array.from(degrees, ([lng]) => lng),
    lat: Float64Array.from(degrees, ([, lat]) => lat),
  };
  return weight ? { ...columns, weight } : columns;
}

/** A regular polygon, counter-clockwise. */
export function disc(radius: number, [x, y]: Metres = [0, 0], corners = 96): Metres[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

export function box(west: number, south: number, east: number, north: number): Metres[] {
  return [[west, south], [east, south], [east, north], [west, north]]; // prettier-ignore
}

/** Area in square metres, holes taken off. */
export function squareMetres(geometry: MultiPolygon, centre: Centre = OSH): number {
  const projection = localProjection(centre.lng, centre.lat);
  let sum = 0;
  for (const polygon of geometry.coordinates) {
    for (const ring of polygon) sum += signedArea(ring.map(([lng, lat]) => toMetres(projection, lng!, lat!)));
  }
  return sum;
}

/** Length of all rings in metres. */
export function perimeterMetres(geometry: MultiPolygon, centre: Centre = OSH): number {
  const projection = localProjection(centre.lng, centre.lat);
  let sum = 0;
  for (const ring of geometry.coordinates.flat()) {
    const metres = ring.map(([lng, lat]) => toMetres(projection, lng!, lat!));
    for (let i = 1; i < metres.length; i++)
      sum += Math.hypot(metres[i]![0] - metres[i - 1]![0], metres[i]![1] - metres[i - 1]![1]);
  }
  return sum;
}

export function signedArea(ring: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return sum / 2;
}

const LATTICE_PER_DEGREE = 1e6;

function latticeRings(geometry: MultiPolygon, centre: Centre): Paths64 {
  return geometry.coordinates.flat().map((ring) =>
    ring.map(([lng, lat]) => ({
      x: Math.round((lng! - centre.lng) * LATTICE_PER_DEGREE),
      y: Math.round((lat! - centre.lat) * LATTICE_PER_DEGREE),
    })),
  );
}

/** Area in square metres of what two geometries share ('both') or only the first has ('first'). */
export function overlay(which: 'both' | 'first', a: MultiPolygon, b: MultiPolygon, centre: Centre = OSH): number {
  const clipper = new Clipper64();
  clipper.addPaths(latticeRings(a, centre), PathType.Subject);
  clipper.addPaths(latticeRings(b, centre), PathType.Clip);
  const rings: Paths64 = [];
  clipper.execute(which === 'both' ? ClipType.Intersection : ClipType.Difference, FillRule.EvenOdd, rings);
  const { metresPerDegreeLng, metresPerDegreeLat } = localProjection(centre.lng, centre.lat);
  const step2 = (metresPerDegreeLng * metresPerDegreeLat) / LATTICE_PER_DEGREE ** 2;
  return step2 * rings.reduce((sum, ring) => sum + signedArea([...ring, ring[0]!].map(({ x, y }) => [x, y])), 0);
}

/** Everything RFC 7946 and the simple-feature rules ask of rings, as a list of what is wrong. */
export function ringFaults(geometry: MultiPolygon): string[] {
  const faults: string[] = [];
  for (const polygon of geometry.coordinates) {
    for (const [k, ring] of polygon.entries()) {
      if (!ring.flat().every(Number.isFinite)) faults.push('a coordinate is not finite');
      if (ring.flat().some((value) => value !== Number(value.toFixed(6)))) faults.push('more than 6 decimals');
      if (new Set(ring.map(String)).size !== ring.length - 1) faults.push('touches itself');
      if (ring.length < 4) faults.push('fewer than 4 positions');
      if (String(ring[0]) !== String(ring[ring.length - 1])) faults.push('not closed');
      if (signedArea(latticeOf(ring)) > 0 !== (k === 0))
        faults.push(k === 0 ? 'outer clockwise' : 'hole counter-clockwise');
      if (crossesItself(latticeOf(ring))) faults.push('crosses itself');
    }
  }
  return faults;
}

/** Whole steps from the first position, so that cross products are exact. */
function latticeOf(ring: Position[]): Metres[] {
  const [lng0, lat0] = ring[0] as Metres;
  return ring.map(([lng, lat]) => [
    Math.round((lng! - lng0) * LATTICE_PER_DEGREE),
    Math.round((lat! - lat0) * LATTICE_PER_DEGREE),
  ]);
}

function crossesItself(ring: Metres[]): boolean {
  const side = (a: Metres, b: Metres, c: Metres) =>
    Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  for (let i = 1; i < ring.length; i++) {
    for (let j = i + 1; j < ring.length; j++) {
      const [a, b, c, d] = [ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

/** Concave areas around the centre: a star of 3-24 corners up to 900 m away, perhaps with a hole and an exclave. */
export const anyArea: fc.Arbitrary<Metres[][][]> = fc
  .record({
    reaches: fc.array(fc.integer({ min: 40, max: 900 }), { minLength: 3, maxLength: 24 }),
    hole: fc.boolean(),
    exclave: fc.boolean(),
  })
  .map(({ reaches, hole, exclave }) => {
    const star = reaches.map((reach, i): Metres => {
      const angle = (2 * Math.PI * i) / reaches.length;
      return [reach * Math.cos(angle), reach * Math.sin(angle)];
    });
    const inner = star.map(([x, y]): Metres => [x * 0.4, y * 0.4]).reverse();
    return [hole ? [star, inner] : [star], ...(exclave ? [[box(1000, -200, 1300, 150)]] : [])];
  });

/** Places in and around such an area, some of them the same, with weights that may be 0. */
export const anyPlaces: fc.Arbitrary<{ place: Metres; weight: number; times: number }[]> = fc.array(
  fc.record({
    place: fc.tuple(fc.integer({ min: -1100, max: 1400 }), fc.integer({ min: -1100, max: 1100 })),
    weight: fc.integer({ min: 0, max: 20 }),
    times: fc.constantFrom(1, 1, 1, 30),
  }),
  { maxLength: 40 },
);

/** Such places as columns. */
export function columnsOf(
  places: { place: Metres; weight: number; times: number }[],
  centre: Centre = OSH,
): HeatPoints {
  const all = places.flatMap((entry) => Array.from({ length: entry.times }, () => entry));
  return pointsOf(
    all.map(({ place }) => place),
    all.map(({ weight }) => weight),
    centre,
  );
}
