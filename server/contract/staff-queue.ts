import { Type } from 'typebox';
import type { Static } from 'typebox';
import { StaffReport } from './staff-reports.ts';

/** What a text may hold that should not be published. */
export const MARKS = ['phone', 'plate', 'name', 'abuse'] as const;
export type Mark = (typeof MARKS)[number];

export const QUEUE_LIMIT = { default: 20, max: 100 } as const;
/** How long a report stays with whoever took it; each look prolongs it. */
export const CLAIM_MINUTES = 10;

const parts = Type.Array(Type.Object({ mark: Type.Enum(MARKS), start: Type.Integer(), end: Type.Integer() }), {
  description: 'offsets in UTF-16 code units',
});

export const QueueQuery = Type.Object({ limit: Type.Optional(Type.String()) }, { additionalProperties: false });
export const Queue = Type.Object({
  waiting: Type.Integer({ description: 'reports with text or photos that nobody has looked at, within one’s areas' }),
  items: Type.Array(
    Type.Object({
      report: StaffReport,
      marks: Type.Object({ description: parts, landmark: parts }),
      claimedBy: Type.Union([Type.String(), Type.Null()], { description: 'somebody else is just looking at it' }),
    }),
  ),
});
export type Queue = Static<typeof Queue>;
export const Claim = Type.Object({
  claimed: Type.Boolean({ description: 'false: somebody else has it' }),
  by: Type.String(),
  until: Type.String({ format: 'date-time' }),
});
