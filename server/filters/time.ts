import { problem } from '../http/problem.ts';

/** Asia/Bishkek has been UTC+6 all year since 2005. */
const BISHKEK_OFFSET = '+06:00';
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * A date (its midnight in Asia/Bishkek) or a date-time with an offset (RFC 3339) as RFC 3339 in UTC. Throws the problem
 * date_malformed, which names `path` and shows the value; 30 February is malformed too.
 */
export function parseInstant(path: string, text: string): string {
  // A plus sign in a query string arrives as a space.
  const repaired = text.replace(/ (?=\d{2}:\d{2}$)/, '+');
  const match = DATE.exec(repaired) ?? DATE_TIME.exec(repaired);
  const instant = match ? new Date(DATE.test(repaired) ? `${repaired}T00:00:00${BISHKEK_OFFSET}` : repaired) : null;
  if (!match || !instant || Number.isNaN(instant.getTime()) || !isCalendarDay(match) || Number(match[1]) < 1900) {
    throw problem(
      'date_malformed',
      `${path}=${text.slice(0, 40)} is neither YYYY-MM-DD nor a date-time with an offset`,
      {
        errors: [{ path, code: 'date_malformed' }],
      },
    );
  }
  return instant.toISOString();
}

/** JavaScript rolls 30 February over to March; a person who typed it should hear of it. */
function isCalendarDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
