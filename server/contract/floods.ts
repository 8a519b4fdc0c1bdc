import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PointGeometry } from './geojson.ts';
import { SeenReports } from './staff-operations.ts';
import { FLAG_REASONS } from './staff-reports.ts';

export const FLAG_NOTE_LENGTH_MAX = 500;
/** Why reports look like one burst. */
export const BURST_SIGNS = ['address', 'words', 'place'] as const;
/** From so many reports on it is one. */
export const BURST_REPORTS_MIN = 5;

export const NewFlag = Type.Object(
  {
    reason: Type.Enum(FLAG_REASONS),
    note: Type.Optional(Type.String({ maxLength: FLAG_NOTE_LENGTH_MAX, description: 'only staff read it' })),
  },
  { additionalProperties: false },
);
export const FlagAnswer = Type.Object({ flagged: Type.Literal(true) });

const BurstMember = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String(),
  at: Type.String({ format: 'date-time' }),
  category: Type.String(),
  kind: Type.Union([Type.String(), Type.Null()]),
  area: Type.Union([Type.String(), Type.Null()], { description: 'where it lies; private' }),
  location: Type.Union([PointGeometry, Type.Null()], { description: 'the exact place; private' }),
  address: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description:
      'the same number within a burst: sent from the same address, 1 the one most came from; null: not known',
  }),
});
export type BurstMember = Static<typeof BurstMember>;

export const Bursts = Type.Object({
  bursts: Type.Array(
    Type.Object({
      count: Type.Integer({ description: 'its reports that are neither hidden nor merged' }),
      from: Type.String({ format: 'date-time' }),
      to: Type.String({ format: 'date-time' }),
      signs: Type.Array(Type.Enum(BURST_SIGNS), {
        description:
          'from one address within half an hour of each other; of the same words within a day; of one kind at one place within ten minutes',
      }),
      words: Type.Union([Type.String(), Type.Null()], { description: 'the text most of them have' }),
      reports: { ...SeenReports, description: 'the first 1,000, as a change of many reports takes them' },
      members: Type.Array(BurstMember, { description: 'the same, in the same order: what, where and when' }),
    }),
    { description: 'of the last seven days, the largest first' },
  ),
});
export type Bursts = Static<typeof Bursts>;
