import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PHOTO_STATES } from './enums.ts';

/** Photos a reporter may send for one report; one more each time they open it again, at most twice as many. */
export const PHOTOS_PER_REPORT_MAX = 4;
/** Photos of neighbours about one resolution of a report; one of each. */
export const VERDICT_PHOTOS_MAX = 10;
/** Bytes of one photo as it is sent. */
export const PHOTO_BYTES_MAX = 20 * 1024 * 1024;
/** The same of a neighbour, who need not have sent a report: what is announced takes room that others wait for. */
export const VERDICT_PHOTO_BYTES_MAX = 2 * 1024 * 1024;
/** Width times height of a photo as it is sent: the largest sensors of phones have 64 million. */
export const PHOTO_PIXELS_MAX = 67_000_000;
/** Of a progressive JPEG, which is held in memory whole while it is decoded; no phone writes one. */
export const PHOTO_PROGRESSIVE_PIXELS_MAX = 25_000_000;
/** Longest side of what is kept, in pixels, and of its small form. */
export const PHOTO_SIDE_PIXELS = { large: 1600, thumbnail: 320 } as const;
/** Bytes of the small form at most: what a page tells somebody who spares data. */
export const THUMBNAIL_BYTES_MAX = 40 * 1024;

/** Header with the manage token of the report. */
export const MANAGE_TOKEN_HEADER = 'manage-token';
/** Header with the random token of a phone. */
export const DEVICE_TOKEN_HEADER = 'device-token';
/** Version of the tus protocol, header Tus-Resumable. */
export const TUS_VERSION = '1.0.0';

export const SentPhoto = Type.Object({
  id: Type.String({ format: 'uuid' }),
  state: Type.Enum(PHOTO_STATES, { description: 'pending until somebody has looked' }),
  width: Type.Integer({ description: 'pixels, after turning it upright' }),
  height: Type.Integer(),
});
export type SentPhoto = Static<typeof SentPhoto>;
