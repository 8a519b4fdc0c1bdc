/** The contract's closed lists about work on a report, in words. */
import type { FLAG_REASONS } from '../../../../server/contract/staff-reports.ts';
import type { DUPLICATE_REASONS } from '../../../../server/contract/staff-merges.ts';
import { m } from '../../paraglide/messages.js';

type FlagReason = (typeof FLAG_REASONS)[number];
type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

const FLAGS: Record<FlagReason, () => string> = {
  wrong_place: m.flag_wrong_place,
  not_a_problem: m.flag_not_a_problem,
  personal_data: m.flag_personal_data,
  abuse: m.flag_abuse,
  spam: m.flag_spam,
  other: m.flag_other,
};
export const flagName = (reason: FlagReason): string => FLAGS[reason]();

const LIKE: Record<DuplicateReason, () => string> = {
  place: m.work_like_place,
  time: m.work_like_time,
  kind: m.work_like_kind,
  words: m.work_like_words,
};
export const likenessName = (reason: DuplicateReason): string => LIKE[reason]();
