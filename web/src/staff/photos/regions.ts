/** Regions of a photo that are made unreadable. All lengths are parts of its width and height, from the upper left corner. */
import { BLUR_CELLS_MAX, type BlurRegion } from '../../../../server/contract/staff-photos.ts';

/** A point on the photo. */
export interface Spot {
  x: number;
  y: number;
}

/** Smaller ones could not be taken hold of again. */
export const SIDE_MIN = 0.02;
/** One press of an arrow. */
export const STEP = 0.01;
/** Digits that are kept: a tenth of a pixel of the largest photo. */
const DIGITS = 4;

const round = (value: number): number => Number(value.toFixed(DIGITS));
const between = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The region inside the photo, of a size that can be taken hold of; one that lies outside is moved in. */
export function inside({ x, y, width, height }: BlurRegion): BlurRegion {
  const [w, h] = [round(between(width, SIDE_MIN, 1)), round(between(height, SIDE_MIN, 1))];
  return { x: round(between(x, 0, 1 - w)), y: round(between(y, 0, 1 - h)), width: w, height: h };
}

/** Moved by a part of the photo, up to its edges. */
export function moved(region: BlurRegion, by: Spot): BlurRegion {
  return inside({ ...region, x: region.x + by.x, y: region.y + by.y });
}

/** Grown by moving its lower right corner, up to the edges of the photo. */
export function resized(region: BlurRegion, by: Spot): BlurRegion {
  const { x, y } = region;
  return inside({
    x,
    y,
    width: Math.min(region.width + by.x, 1 - x),
    height: Math.min(region.height + by.y, 1 - y),
  });
}

/** The region between two corners, in whatever order they were touched. */
export function spanned(one: Spot, other: Spot): BlurRegion {
  const [left, right] = [Math.min(one.x, other.x), Math.max(one.x, other.x)].map((x) => between(x, 0, 1));
  const [top, bottom] = [Math.min(one.y, other.y), Math.max(one.y, other.y)].map((y) => between(y, 0, 1));
  return inside({ x: left!, y: top!, width: right! - left!, height: bottom! - top! });
}

/** What a new region is by the button: in the middle, a little aside of those that begin there. */
export function added(regions: readonly BlurRegion[]): BlurRegion {
  const begin = 0.35 + (regions.length % 8) * 0.03;
  return inside({ x: begin, y: begin, width: 0.3, height: 0.2 });
}

/** A region in pixels, and how many cells are left of it: the server makes the same of it. */
export function mosaicOf(region: BlurRegion, width: number, height: number) {
  const left = Math.min(Math.floor(region.x * width), width - 1);
  const top = Math.min(Math.floor(region.y * height), height - 1);
  const w = Math.min(Math.max(Math.ceil(region.width * width), 1), width - left);
  const h = Math.min(Math.max(Math.ceil(region.height * height), 1), height - top);
  const cell = Math.max(w, h) / BLUR_CELLS_MAX;
  return {
    left,
    top,
    width: w,
    height: h,
    columns: Math.max(Math.round(w / cell), 1),
    rows: Math.max(Math.round(h / cell), 1),
  };
}
