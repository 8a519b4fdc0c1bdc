/**
 * Where places fall on a picture that stands still: Web Mercator (EPSG:3857) as maps on the web use it, the world at zoom 0 being
 * 512 CSS pixels wide. Pure. Places are degrees WGS 84; pixels go right and down from the picture's upper left corner.
 */
import { METRES_PER_DEGREE_LATITUDE } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import { LATITUDE_MAX_DEGREES, placeInTile, shareEastward, shareSouthward } from '../map/tile-cover.ts';
import type { LngLat } from '../report/place.ts';

export interface Frame {
  center: LngLat;
  zoom: number;
  /** Size of the picture, CSS pixels. */
  width: number;
  height: number;
}

export interface Pixel {
  x: number;
  y: number;
}

/** Side of the world at zoom 0, pixels. */
const WORLD = 512;
/** The one tile of zoom 0. */
const THE_WORLD = { z: 0, x: 0, y: 0 };
const RADIANS = Math.PI / 180;

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Pixels from the world's north-west corner at a zoom. */
export function worldPixel({ lng, lat }: LngLat, zoom: number): Pixel {
  const side = WORLD * 2 ** zoom;
  return { x: shareEastward(lng) * side, y: shareSouthward(lat) * side };
}

/** Where a place falls on the picture; outside of it for what is out of sight. */
export function toPixel(frame: Frame, place: LngLat): Pixel {
  const [at, middle] = [worldPixel(place, frame.zoom), worldPixel(frame.center, frame.zoom)];
  return { x: at.x - middle.x + frame.width / 2, y: at.y - middle.y + frame.height / 2 };
}

/** The place under a pixel: the inverse of `toPixel`, within the world. */
export function toPlace(frame: Frame, { x, y }: Pixel): LngLat {
  const side = WORLD * 2 ** frame.zoom;
  const middle = worldPixel(frame.center, frame.zoom);
  const right = within((middle.x + x - frame.width / 2) / side, 0, 1);
  const down = within((middle.y + y - frame.height / 2) / side, 0, 1);
  const [lng, lat] = placeInTile(THE_WORLD, right, down);
  return { lng, lat: within(lat, -LATITUDE_MAX_DEGREES, LATITUDE_MAX_DEGREES) };
}

/** The frame that shows a box whole with `padding` pixels around it, as near as `zoomMax` lets it. */
export function frameAround(
  [west, south, east, north]: Bounds,
  size: Pick<Frame, 'width' | 'height'>,
  padding: number,
  zoomMax: number,
): Frame {
  const [a, b] = [worldPixel({ lng: west, lat: north }, 0), worldPixel({ lng: east, lat: south }, 0)];
  const fits = (room: number, wanted: number): number => Math.log2(Math.max(room - 2 * padding, 1) / wanted);
  const zoom = Math.min(fits(size.width, b.x - a.x), fits(size.height, b.y - a.y), zoomMax);
  const middle = { ...size, zoom: 0, center: { lng: 0, lat: 0 } };
  // Half way in pixels, not in degrees: on a map the north is stretched.
  const center = toPlace(middle, {
    x: (a.x + b.x) / 2 - WORLD / 2 + size.width / 2,
    y: (a.y + b.y) / 2 - WORLD / 2 + size.height / 2,
  });
  return { ...size, zoom: Math.max(zoom, 0), center };
}

/** The picture moved under the finger, which went so many pixels right and down. */
export function panned(frame: Frame, right: number, down: number): Frame {
  return { ...frame, center: toPlace(frame, { x: frame.width / 2 - right, y: frame.height / 2 - down }) };
}

/** Whether a place is on the picture and at least `margin` pixels from its edge. */
export function isWellInside(frame: Frame, place: LngLat, margin: number): boolean {
  const { x, y } = toPixel(frame, place);
  return x >= margin && x <= frame.width - margin && y >= margin && y <= frame.height - margin;
}

/** The place so many metres to the east and north; right to a thousandth over the few hundred metres it is for. */
export function shifted({ lng, lat }: LngLat, east: number, north: number): LngLat {
  const eastward = METRES_PER_DEGREE_LATITUDE * Math.max(Math.cos(lat * RADIANS), 0.01);
  return {
    lng: within(lng + east / eastward, -180, 180),
    lat: within(lat + north / METRES_PER_DEGREE_LATITUDE, -LATITUDE_MAX_DEGREES, LATITUDE_MAX_DEGREES),
  };
}

/** The eight directions of the compass, clockwise from the north. */
export const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** In which direction a place lies from another. */
export function directionOf(from: LngLat, to: LngLat): Direction {
  const east = (to.lng - from.lng) * Math.cos(((from.lat + to.lat) / 2) * RADIANS);
  const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
  return DIRECTIONS[(Math.round(turn) + 8) % 8]!;
}
