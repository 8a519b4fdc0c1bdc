import { Type } from 'typebox';
import type { Static } from 'typebox';

export const Verdicts = Type.Union(
  [
    Type.Object({
      fixed: Type.Integer({ minimum: 0, description: 'residents who say that it is fixed' }),
      notFixed: Type.Integer({ minimum: 0, description: 'residents who say that it is not' }),
    }),
    Type.Null(),
  ],
  { description: 'said since it was resolved last; null unless it is resolved' },
);
export type Verdicts = Static<typeof Verdicts>;

export const NewVerdict = Type.Object({ fixed: Type.Boolean() }, { additionalProperties: false });
export const VerdictAnswer = Type.Object({
  verdicts: Verdicts,
  verdict: Type.Union([Type.Boolean(), Type.Null()], { description: 'what this device says; null: nothing' }),
});
export type VerdictAnswer = Static<typeof VerdictAnswer>;
