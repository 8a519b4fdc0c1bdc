/** The contract's closed list of what two reports have in common, in words. */
import type { DUPLICATE_REASONS } from '../../../../server/contract/staff-merges.ts';
import { m } from '../../paraglide/messages.js';

type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

const LIKE: Record<DuplicateReason, () => string> = {
  place: m.work_like_place,
  time: m.work_like_time,
  kind: m.work_like_kind,
  words: m.work_like_words,
};
export const likenessName = (reason: DuplicateReason): string => LIKE[reason]();
