import { problem } from '../http/problem.ts';

/** Asia/Bishkek has been UTC+6 all year since 2005. */
const BISHKEK_OFFSET = '+06:00';
const BISHKEK_OFFSET_MILLISECONDS = 6 * 60 * 60 * 1000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** The times that both engines and the index can compare. No report is of before, and none will be of after. */
const EARLIEST = new Date('1900-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T00:00:00Z');

/**
 * A date (its midnight in Asia/Bishkek) or a date-time with an offset (RFC 3339) as RFC 3339 in UTC. Throws the problem
 * date_malformed, which names `path` and shows the value; 30 February is malformed too, and what is before 1900.
 */
export function parseInstant(path: string, text: string): string {
  const instant = instantOf(text);
  if (!instant || instant < EARLIEST || instant > LATEST) throw malformed(path, text);
  return instant.toISOString();
}

/**
 * The same for a bound of a filter, where a time before all reports filters nothing: the year 1500 is what somebody typed
 * who wants all, and 0002 is a year of which three digits are still to come. It is taken for the earliest possible time.
 */
export function parseBound(path: string, text: string): string {
  const instant = instantOf(text);
  if (!instant) throw malformed(path, text);
  return new Date(Math.min(Math.max(instant.getTime(), EARLIEST.getTime()), LATEST.getTime())).toISOString();
}

/** The day it is in Asia/Bishkek, YYYY-MM-DD. */
export function localDay(now: Date): string {
  return new Date(now.getTime() + BISHKEK_OFFSET_MILLISECONDS).toISOString().slice(0, 10);
}

function instantOf(text: string): Date | null {
  // A plus sign in a query string arrives as a space.
  const repaired = text.replace(/ (?=\d{2}:\d{2}$)/, '+');
  const match = DATE.exec(repaired) ?? DATE_TIME.exec(repaired);
  if (!match || !isCalendarDay(match)) return null;
  const instant = new Date(DATE.test(repaired) ? `${repaired}T00:00:00${BISHKEK_OFFSET}` : repaired);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function malformed(path: string, text: string) {
  return problem(
    'date_malformed',
    `${path}=${text.slice(0, 40)} is neither YYYY-MM-DD nor a date-time with an offset`,
    {
      errors: [{ path, code: 'date_malformed' }],
    },
  );
}

/** JavaScript rolls 30 February over to March; a person who typed it should hear of it. */
function isCalendarDay([, year, month, day]: RegExpExecArray): boolean {
  return new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
}
