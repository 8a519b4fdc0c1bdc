/** The contract's closed lists in words. Every code has its own message; a unit test fails when one is missing. */
import type { Precision, Status } from '../../../server/contract/enums.ts';
import { m } from '../paraglide/messages.js';

const STATUS_NAMES: Record<Status, () => string> = {
  new: m.status_new,
  verified: m.status_verified,
  in_progress: m.status_in_progress,
  resolved: m.status_resolved,
  rejected: m.status_rejected,
  duplicate: m.status_duplicate,
};

export function statusName(status: Status): string {
  return STATUS_NAMES[status]();
}

const PRECISION_NAMES: Record<Precision, () => string> = {
  exact: m.precision_exact,
  coarse: m.precision_coarse,
  area: m.precision_area,
};

export function precisionName(precision: Precision): string {
  return PRECISION_NAMES[precision]();
}
