import { Type } from 'typebox';
import type { Static } from 'typebox';

export const ANSWER_LENGTH_MAX = 4000;

export const Question = Type.Object({
  id: Type.String({ format: 'uuid' }),
  text: Type.String(),
  askedAt: Type.String({ format: 'date-time' }),
  answer: Type.Union([Type.String(), Type.Null()]),
  answeredAt: Type.Union([Type.String(), Type.Null()]),
});
export type Question = Static<typeof Question>;
export const Questions = Type.Object({ questions: Type.Array(Question) });
export const Answer = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: ANSWER_LENGTH_MAX, description: 'only staff read it' }) },
  { additionalProperties: false },
);
