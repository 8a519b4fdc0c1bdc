import { Type } from 'typebox';
import type { Static } from 'typebox';

/** So far each number is counted: more is "1,000 or more". */
export const COUNT_MAX = 1000;

const number = (description: string) => Type.Integer({ minimum: 0, maximum: COUNT_MAX, description });

export const StaffCounts = Type.Object(
  {
    queue: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'reports in the moderation queue, all of them counted; null for who has no right to it',
    }),
    bursts: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'floods of the last seven days that nobody has hidden; null for who has no right to hide them',
    }),
    waiting: number('texts that nobody has looked at'),
    photos: number('reports with photos that nobody has looked at'),
    flagged: number('reports with flags that nobody has looked at'),
    unassigned: number('open reports that no body answers for yet'),
    overdue: number('open reports whose term for a reply has passed without one'),
    answered: number('reports whose reporter has answered a question in the last seven days'),
    doubted: number('reports marked as resolved of which residents say that they are not, and nobody has looked yet'),
    max: Type.Literal(COUNT_MAX),
  },
  { description: 'within one’s areas; a number that is max may be more, except queue and bursts' },
);
export type StaffCounts = Static<typeof StaffCounts>;
