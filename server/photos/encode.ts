import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import {
  PHOTO_PIXELS_MAX,
  PHOTO_PROGRESSIVE_PIXELS_MAX,
  PHOTO_SIDE_PIXELS,
  THUMBNAIL_BYTES_MAX,
} from '../contract/photos.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { BLUR_CELLS_MAX, type BlurRegion } from '../contract/staff-photos.ts';
import { identify } from './content.ts';

/** A photo as it is kept: two JPEGs made anew from the pixels, with no metadata at all. */
export interface EncodedPhoto {
  large: Buffer;
  thumbnail: Buffer;
  /** Pixels of the large one. */
  width: number;
  height: number;
}

/** Bytes of what is kept; the quality goes down until it fits. */
const BYTES_MAX = { large: 600 * 1024, thumbnail: THUMBNAIL_BYTES_MAX } as const;
const QUALITIES = [80, 65, 50, 35, 20, 10] as const;
const DECODE_WITHIN_SECONDS = 20;

// One thread a picture and nothing kept from one to the next: queue.ts bounds how many there are at a time.
sharp.concurrency(1);
sharp.cache(false);
// Decoders of other formats (SVG, GIF, TIFF, PDF, ...) cannot be reached, whatever a file says it is.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile', 'VipsForeignLoadWebpFile'] });
// From memory only pictures that were made here are read.
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] });

interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
}

/**
 * Makes the two JPEGs of a file: upright, sRGB, without EXIF, GPS, colour profile or XMP, because they are written from bare
 * pixels. Decoding runs on threads of libuv's pool. Throws photo_format_unsupported, photo_animated, photo_too_many_pixels
 * or photo_unreadable.
 */
export async function encodePhoto(file: string): Promise<EncodedPhoto> {
  const format = await identify(file);
  try {
    await checkHead(file, format);
    const pixels = await decode(file);
    const small = await shrink(pixels);
    return {
      large: await jpeg(pixels, BYTES_MAX.large),
      thumbnail: await jpeg(small, BYTES_MAX.thumbnail),
      width: pixels.width,
      height: pixels.height,
    };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    const unreadable = problem('photo_unreadable');
    unreadable.cause = error;
    throw unreadable;
  }
}

/** Makes the two JPEGs of a picture of our own with regions made unreadable; their pixels are replaced, not covered. */
export async function blurPhoto(picture: Buffer, regions: readonly BlurRegion[]): Promise<EncodedPhoto> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const pixels: Pixels = { data, width: info.width, height: info.height, channels: info.channels };
  const blurred = await compose(pixels, await Promise.all(regions.map((region) => mosaic(pixels, region))));
  return {
    large: await jpeg(blurred, BYTES_MAX.large),
    thumbnail: await jpeg(await shrink(blurred), BYTES_MAX.thumbnail),
    width: pixels.width,
    height: pixels.height,
  };
}

async function mosaic(pixels: Pixels, region: BlurRegion): Promise<OverlayOptions> {
  const left = Math.min(Math.floor(region.x * pixels.width), pixels.width - 1);
  const top = Math.min(Math.floor(region.y * pixels.height), pixels.height - 1);
  const width = Math.min(Math.max(Math.ceil(region.width * pixels.width), 1), pixels.width - left);
  const height = Math.min(Math.max(Math.ceil(region.height * pixels.height), 1), pixels.height - top);
  const cell = Math.max(width, height) / BLUR_CELLS_MAX;
  const cells = await fromPixels(pixels)
    .extract({ left, top, width, height })
    .resize(Math.max(Math.round(width / cell), 1), Math.max(Math.round(height / cell), 1), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: cells.info.width, height: cells.info.height, channels: cells.info.channels };
  const input = await sharp(cells.data, { raw })
    .resize(width, height, { fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer();
  return { input, raw: { width, height, channels: cells.info.channels }, left, top };
}

async function compose(pixels: Pixels, overlays: OverlayOptions[]): Promise<Pixels> {
  const { data, info } = await fromPixels(pixels)
    .composite(overlays)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** What the head of the file says, before a single pixel is decoded. */
async function checkHead(file: string, format: string): Promise<void> {
  const head = await sharp(file, { limitInputPixels: false }).metadata();
  if (head.format !== format) throw problem('photo_format_unsupported');
  if ((head.pages ?? 1) > 1) throw problem('photo_animated');
  const pixels = head.width * head.height;
  const most = head.isProgressive ? PHOTO_PROGRESSIVE_PIXELS_MAX : PHOTO_PIXELS_MAX;
  if (pixels > most) throw problem('photo_too_many_pixels', `${head.width} x ${head.height}, at most ${most} pixels`);
}

async function decode(file: string): Promise<Pixels> {
  // Not 'warning': cameras write small oddities. A file that is cut short fails all the same.
  const { data, info } = await sharp(file, { limitInputPixels: PHOTO_PIXELS_MAX, failOn: 'error' })
    .autoOrient()
    .resize(PHOTO_SIDE_PIXELS.large, PHOTO_SIDE_PIXELS.large, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .timeout({ seconds: DECODE_WITHIN_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

async function shrink(pixels: Pixels): Promise<Pixels> {
  const { data, info } = await fromPixels(pixels)
    .resize(PHOTO_SIDE_PIXELS.thumbnail, PHOTO_SIDE_PIXELS.thumbnail, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

async function jpeg(pixels: Pixels, bytesMax: number): Promise<Buffer> {
  let made = Buffer.alloc(0);
  for (const quality of QUALITIES) {
    made = await fromPixels(pixels).jpeg({ quality, mozjpeg: true }).toBuffer();
    if (made.length <= bytesMax) break;
  }
  return made;
}

function fromPixels({ data, width, height, channels }: Pixels) {
  return sharp(data, { raw: { width, height, channels } });
}
