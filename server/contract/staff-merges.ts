import { Type } from 'typebox';
import type { Static } from 'typebox';
import { SeenReport, SeenReports } from './staff-operations.ts';
import { StaffReport } from './staff-reports.ts';

/** How far apart likely duplicates lie at most, and how many days. */
export const DUPLICATE_METRES = 200;
export const DUPLICATE_DAYS = 120;
/** Words for why two reports may be one. */
export const DUPLICATE_REASONS = ['place', 'time', 'kind', 'words'] as const;

export const NewMerge = Type.Object(
  {
    keep: SeenReport,
    reports: { ...SeenReports, description: 'those that are counted with it from now on' },
  },
  { additionalProperties: false, description: 'all or none; taken back as a whole like every change of many' },
);

export const LikelyDuplicates = Type.Object({
  duplicates: Type.Array(
    Type.Object({
      report: StaffReport,
      score: Type.Number({ minimum: 0, maximum: 1, description: '1 is the same in everything' }),
      metres: Type.Union([Type.Number(), Type.Null()], { description: 'between the exact places; null: one has none' }),
      reasons: Type.Array(Type.Enum(DUPLICATE_REASONS)),
    }),
    { description: 'the likeliest first' },
  ),
});
export type LikelyDuplicates = Static<typeof LikelyDuplicates>;
