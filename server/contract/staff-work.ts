import { Type } from 'typebox';
import type { Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const code = Type.String({ maxLength: 64 });
const TEXT_LENGTH = { minLength: 1, maxLength: 1000 } as const;

export const BodyChange = Type.Object(
  {
    body: Type.Optional(
      Type.Union([code, Type.Null()], { description: 'who is to answer; null: nobody; left out: by the routes' }),
    ),
    dueOn: Type.Optional(
      Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'left out: the term from today' }),
    ),
  },
  strict,
);
export type BodyChange = Static<typeof BodyChange>;

export const NewNote = Type.Object({ text: Type.String({ ...TEXT_LENGTH, description: 'for staff only' }) }, strict);
export const NewQuestion = Type.Object(
  { text: Type.String({ ...TEXT_LENGTH, description: 'who sent the report reads it with the manage token' }) },
  strict,
);
export const Resolution = Type.Object(
  {
    note: Type.Optional(Type.String({ maxLength: 1000, description: 'public' })),
    photo: Type.Optional(
      Type.String({ maxLength: 36, description: 'one sent to the photos of the report as a proof; it is published' }),
    ),
  },
  strict,
);
export type Resolution = Static<typeof Resolution>;
export const Reopening = Type.Object({ note: Type.String({ ...TEXT_LENGTH, description: 'why; public' }) }, strict);
export const FlagsSeen = Type.Object({}, strict);
export const VerdictsSeen = Type.Object({}, strict);
