import type { FLAG_REASONS } from '../../../server/contract/staff-reports.ts';
import { m } from '../paraglide/messages.js';

export type FlagReason = (typeof FLAG_REASONS)[number];

/** What may be wrong with a report, in words; what most often is comes first. */
export const FLAG_WORDS: Record<FlagReason, () => string> = {
  wrong_place: m.flag_wrong_place,
  not_a_problem: m.flag_not_a_problem,
  personal_data: m.flag_personal_data,
  abuse: m.flag_abuse,
  spam: m.flag_spam,
  other: m.flag_other,
};
