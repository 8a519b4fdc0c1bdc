import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PHOTO_STATES, PRECISIONS, STATUSES } from './enums.ts';
import { PointGeometry, Position } from './geojson.ts';
import { OwnNotices } from './notices.ts';
import { DESCRIPTION_LENGTH_MAX, LANDMARK_LENGTH_MAX } from './reports.ts';

/** Reports whose state is asked for at once. */
export const OWN_REPORTS_MAX = 50;
/** A manage token is 43 characters; a longer one need not be hashed. */
export const TOKEN_LENGTH_MAX = 200;

const strict = { additionalProperties: false } as const;
const textOrNull = Type.Union([Type.String(), Type.Null()]);

export const OwnReport = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    version: Type.Integer({ description: 'to be named by If-Match with a correction' }),
    category: Type.String(),
    kind: textOrNull,
    status: Type.Enum(STATUSES),
    precision: Type.Enum(PRECISIONS),
    location: Type.Union([PointGeometry, Type.Null()], { description: 'as it was sent' }),
    description: textOrNull,
    landmark: textOrNull,
    publishedDescription: textOrNull,
    waiting: Type.Boolean({ description: 'its words are not yet looked at' }),
    hasContact: Type.Boolean({ description: 'a name or a phone is stored' }),
    notices: OwnNotices,
    merged: Type.Boolean({ description: 'it is counted with another report' }),
    correctable: Type.Boolean(),
    photosOfNow: Type.Integer({
      description: 'photos of how it is now that may still be sent, by who opened it again; 0 otherwise',
    }),
    photos: Type.Array(Type.Object({ id: Type.String(), state: Type.Enum(PHOTO_STATES) })),
  },
  { description: 'for who sent it: what is stored beyond what is published' },
);
export type OwnReport = Static<typeof OwnReport>;

export const Correction = Type.Object(
  {
    description: Type.Optional(Type.Union([Type.String({ maxLength: DESCRIPTION_LENGTH_MAX }), Type.Null()])),
    landmark: Type.Optional(Type.Union([Type.String({ maxLength: LANDMARK_LENGTH_MAX }), Type.Null()])),
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: "a kind's code is best" })),
    location: Type.Optional(Type.Object({ type: Type.Literal('Point'), coordinates: Position }, strict)),
    precision: Type.Optional(Type.Enum(PRECISIONS, { description: 'only coarser than now' })),
  },
  {
    ...strict,
    minProperties: 1,
    description: 'new words wait for a moderator as the first ones did; the place is never published more finely',
  },
);
export type Correction = Static<typeof Correction>;

export const AskOwn = Type.Object(
  {
    reports: Type.Array(
      Type.Object(
        {
          id: Type.String({ maxLength: 36 }),
          manageToken: Type.String({ minLength: 1, maxLength: TOKEN_LENGTH_MAX }),
        },
        strict,
      ),
      { maxItems: OWN_REPORTS_MAX },
    ),
  },
  strict,
);
export const OwnStates = Type.Object({
  reports: Type.Array(
    Type.Object({
      id: Type.String(),
      code: Type.String(),
      status: Type.Enum(STATUSES),
      category: Type.String(),
      kind: textOrNull,
      area: textOrNull,
      reportedAt: Type.String({ format: 'date-time' }),
      supports: Type.Integer(),
      visibility: Type.Enum(['published', 'hidden', 'withdrawn'] as const),
      questions: Type.Integer({ description: 'that wait for an answer' }),
      replies: Type.Integer({ description: 'official ones' }),
    }),
    { description: 'those whose token fits, in the order asked' },
  ),
});
export type OwnState = Static<typeof OwnStates>['reports'][number];
