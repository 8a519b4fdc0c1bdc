import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Problem document (RFC 9457), the body of every error. */
export const Problem = Type.Object(
  {
    type: Type.Literal('about:blank'),
    status: Type.Integer(),
    title: Type.String(),
    code: Type.String({ description: 'stable, for programs' }),
    detail: Type.Optional(Type.String({ description: 'what was wrong, with the value' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: 'where in the input' }),
          code: Type.String(),
          area: Type.Optional(Type.String({ description: 'with areas_refused: the code of the area' })),
          value: Type.Optional(Type.String({ description: 'what was found there' })),
        }),
      ),
    ),
    conflict: Type.Optional(
      Type.Object(
        {
          version: Type.Integer(),
          changes: Type.Array(
            Type.Object({
              version: Type.Integer(),
              at: Type.String(),
              by: Type.Union([Type.String(), Type.Null()]),
              action: Type.String(),
              fields: Type.Array(Type.String()),
            }),
          ),
          reports: Type.Optional(
            Type.Array(Type.Object({ id: Type.String(), version: Type.Integer() }), {
              description: 'of many reports those that changed, each with its version now',
            }),
          ),
        },
        { description: 'with version_conflict: the version it is at, and what made it' },
      ),
    ),
    challenge: Type.Optional(
      Type.Object(
        {
          algorithm: Type.String(),
          challenge: Type.String(),
          maxnumber: Type.Optional(Type.Integer()),
          salt: Type.String(),
          signature: Type.String(),
        },
        { description: 'with proof_of_work_required: find the number whose SHA-256 of salt + number is the challenge' },
      ),
    ),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;

/**
 * Header that carries the answer to `challenge`: base64 of JSON {algorithm, challenge, number, salt, signature}, where
 * SHA-256 of salt + number (decimal, as text) in lower-case hex equals `challenge` (the ALTCHA v1 form). Resend the same request with it.
 */
export const PROOF_HEADER = 'proof-of-work';
