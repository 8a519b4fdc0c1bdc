import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PHOTO_STATES } from './enums.ts';

/** Regions of one photo. */
export const BLUR_REGIONS_MAX = 20;
/** A blurred region is left with so many cells along its longer side: nothing can be read or recognised in it. */
export const BLUR_CELLS_MAX = 6;
/** Why a photo is not shown. */
export const PHOTO_REFUSALS = ['personal_data', 'abuse', 'spam', 'not_of_it', 'unreadable', 'other'] as const;
export type PhotoRefusal = (typeof PHOTO_REFUSALS)[number];
/** report: sent with it; proof: made by staff of the problem solved; verdict: sent by a neighbour who says whether it is fixed. */
export const PHOTO_ROLES = ['report', 'proof', 'verdict'] as const;
export type PhotoRole = (typeof PHOTO_ROLES)[number];

const strict = { additionalProperties: false } as const;
const part = Type.Number({ minimum: 0, maximum: 1 });

export const BlurRegion = Type.Object(
  { x: part, y: part, width: part, height: part },
  { ...strict, description: 'from the upper left corner of the upright photo, as parts of its width and height' },
);
export type BlurRegion = Static<typeof BlurRegion>;

export const StaffPhoto = Type.Object({
  id: Type.String({ format: 'uuid' }),
  state: Type.Enum(PHOTO_STATES),
  role: Type.Enum(PHOTO_ROLES),
  reason: Type.Union([Type.Enum(PHOTO_REFUSALS), Type.Null()], { description: 'why it is refused' }),
  width: Type.Integer(),
  height: Type.Integer(),
  blur: Type.Array(BlurRegion),
  sentFor: Type.String({ description: 'the report it was sent for, which may be merged into this one' }),
  fixed: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'what the neighbour says who sent it; null for other photos, and once something else is said of a later resolution',
  }),
});

export const PhotoStateChange = Type.Object(
  {
    state: Type.Enum(PHOTO_STATES, {
      description:
        'published: everybody sees it; refused: nobody, and it is deleted after 30 days; pending: not yet decided',
    }),
    reason: Type.Optional(Type.Enum(PHOTO_REFUSALS, { description: 'needed to refuse' })),
  },
  strict,
);
export const PhotoBlur = Type.Object(
  { regions: Type.Array(BlurRegion, { maxItems: BLUR_REGIONS_MAX, description: 'none: the photo as it was sent' }) },
  strict,
);
