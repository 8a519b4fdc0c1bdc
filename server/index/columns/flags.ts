import { PRECISIONS, STATUSES, type Precision, type Status } from '../../contract/enums.ts';

/**
 * What is small of a report in one byte: status in bits 0-2, precision in 3-4, then one bit each. A filter turns it into
 * a table of 256 answers, so that all of these together cost one look-up a row, dead rows included.
 */
const PRECISION_SHIFT = 3;
const STATUS_MASK = 0b111;
const PRECISION_MASK = 0b11;
export const DEMO_FLAG = 1 << 5;
/** The report has a published place. */
export const PLACED_FLAG = 1 << 6;
/** Deleted, hidden or moved elsewhere in the index: the row is a tombstone. */
export const DEAD_FLAG = 1 << 7;

export const FLAGS = 256;

/**
 * The byte of a living report.
 *
 * @throws RangeError for a status or precision that the contract does not know
 */
export function packFlags(status: Status, precision: Precision, demo: boolean, placed: boolean): number {
  const statusNumber = STATUSES.indexOf(status);
  const precisionNumber = PRECISIONS.indexOf(precision);
  if (statusNumber < 0 || precisionNumber < 0) throw new RangeError(`status ${status}, precision ${precision}`);
  return statusNumber | (precisionNumber << PRECISION_SHIFT) | (demo ? DEMO_FLAG : 0) | (placed ? PLACED_FLAG : 0);
}

/** Number of the status among STATUSES. */
export function statusNumber(flags: number): number {
  return flags & STATUS_MASK;
}

/** Number of the precision among PRECISIONS. */
export function precisionNumber(flags: number): number {
  return (flags >>> PRECISION_SHIFT) & PRECISION_MASK;
}

/** Status in a byte; bytes that no report has give the first. */
export function statusOf(flags: number): Status {
  return STATUSES[statusNumber(flags)] ?? STATUSES[0];
}

/** Precision in a byte; bytes that no report has give the first. */
export function precisionOf(flags: number): Precision {
  return PRECISIONS[precisionNumber(flags)] ?? PRECISIONS[0];
}
