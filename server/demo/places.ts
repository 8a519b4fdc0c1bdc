import { localProjection, toDegrees, toMetres, type LocalProjection } from '../geo/project.ts';
import type { Chance } from './random.ts';
import type { DemoTexts, Spot } from './texts.ts';

type Ring = number[][];

/** A settlement that invented reports are put into. Positions are longitude, latitude in degrees WGS 84. */
export interface DemoArea {
  code: string;
  /** Polygons of the boundary: outer ring, then holes. */
  polygons: Ring[][];
}

export interface DemoPlace {
  lng: number;
  lat: number;
  /** The hot spot it belongs to; null when it lies somewhere else. */
  spot: Spot | null;
}

/** What is not near any hot spot. */
const SCATTERED_SHARE = 0.22;
const OUTSIDE_METRES = 250;
const TRIES = 200;
/** How much likelier a category is where the spot leans towards it. */
const LEANING_WEIGHT = 4;

/** A place inside a settlement: mostly in one of its hot spots, and rather in one that leans towards the category. */
export function placeInside(area: DemoArea, category: string, texts: DemoTexts, chance: Chance): DemoPlace {
  const box = boxOf([area]);
  const projection = localProjection((box.west + box.east) / 2, (box.south + box.north) / 2);
  const spots = texts.spots.filter((spot) => spot.area === area.code);
  const spot =
    spots.length === 0 || chance.next() < SCATTERED_SHARE
      ? null
      : chance.weighted(spots, ({ weight, leaning }) => weight * (leaning.includes(category) ? LEANING_WEIGHT : 1));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [lng, lat] = spot ? aroundSpot(spot, box, projection, chance) : anywhere(box, chance);
    if (contains(area, lng, lat)) return { lng, lat, spot };
  }
  // A boundary so thin that chance misses it: one of its corners is always covered.
  const [lng, lat] = chance.pick(area.polygons[0]![0]!) as [number, number];
  return { lng, lat, spot: null };
}

/** A place near the settlements and in none of them. */
export function placeOutside(areas: readonly DemoArea[], chance: Chance): DemoPlace {
  const box = boxOf(areas);
  const projection = localProjection((box.west + box.east) / 2, (box.south + box.north) / 2);
  const margin = toDegrees(projection, OUTSIDE_METRES, OUTSIDE_METRES);
  const [wide, high] = [margin[0] - projection.lng0, margin[1] - projection.lat0];
  const around = { west: box.west - wide, east: box.east + wide, south: box.south - high, north: box.north + high };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [lng, lat] = anywhere(around, chance);
    if (!areas.some((area) => contains(area, lng, lat))) return { lng, lat, spot: null };
  }
  return { lng: around.west, lat: around.south, spot: null };
}

type Box = Record<'west' | 'south' | 'east' | 'north', number>;

function anywhere(box: Box, chance: Chance): [number, number] {
  return [
    round(box.west + chance.next() * (box.east - box.west)),
    round(box.south + chance.next() * (box.north - box.south)),
  ];
}

function aroundSpot(spot: Spot, box: Box, projection: LocalProjection, chance: Chance): [number, number] {
  const [x, y] = toMetres(
    projection,
    box.west + spot.at[0] * (box.east - box.west),
    box.south + spot.at[1] * (box.north - box.south),
  );
  const [lng, lat] = toDegrees(
    projection,
    x + chance.normal() * spot.spreadMetres,
    y + chance.normal() * spot.spreadMetres,
  );
  return [round(lng), round(lat)];
}

function boxOf(areas: readonly DemoArea[]): Box {
  const positions = areas.flatMap((area) => area.polygons.flatMap((rings) => rings[0]!));
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [lng, lat] of positions as [number, number][]) {
    box.west = Math.min(box.west, lng);
    box.east = Math.max(box.east, lng);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

/** Even-odd rule over all rings, which leaves holes out. */
function contains(area: DemoArea, lng: number, lat: number): boolean {
  let inside = false;
  for (const ring of area.polygons.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i - 1] as [number, number], ring[i] as [number, number]];
      if (y1 > lat !== y2 > lat && lng < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

/** Six decimals are about 0.1 m, finer than any phone. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
