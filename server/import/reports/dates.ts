/** Asia/Bishkek has been UTC+6 all year since 2005; what is older may be an hour off. */
const BISHKEK_OFFSET_MINUTES = 360;
const EARLIEST_YEAR = 1900;

const ISO =
  /^(?<year>\d{4})([-/])(?<month>\d{2})\2(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s?(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const AMERICAN =
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})(?:,? (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?: ?(?<half>[AP]M))?)?$/i;
const LOCAL =
  /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})(?:,? (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/;

/**
 * An instant as RFC 3339 in UTC from ISO 8601 (`2024-03-01`, `2024-03-01T10:00Z`), `MM/DD/YYYY hh:mm:ss AM/PM` (the form of
 * public 311 files) or `DD.MM.YYYY HH:MM`; Asia/Bishkek when there is no offset, midnight when there is no time. Null when it
 * is none of these, or there is no such day or hour, or it is before 1900.
 */
export function parseDate(text: string): string | null {
  const trimmed = text.trim();
  const groups = (ISO.exec(trimmed) ?? AMERICAN.exec(trimmed) ?? LOCAL.exec(trimmed))?.groups;
  if (!groups) return null;
  const number = (name: string) => Number(groups[name] ?? 0);
  const [year, month, day] = [number('year'), number('month'), number('day')];
  const hour = hourOf(number('hour'), groups.half);
  const offsetMinutes = offsetOf(groups.offset);
  if (hour === null || offsetMinutes === null || number('minute') > 59 || number('second') > 59 || year < EARLIEST_YEAR)
    return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // JavaScript rolls 30 February over to March.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const milliseconds = Math.floor(Number(`0.${groups.fraction ?? 0}`) * 1000);
  const local = midnight.getTime() + ((hour * 60 + number('minute')) * 60 + number('second')) * 1000 + milliseconds;
  return new Date(local - offsetMinutes * 60_000).toISOString();
}

/** Hour of the day (0-23), null when there is none such; 12 AM is midnight. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return BISHKEK_OFFSET_MINUTES;
  if (/^z$/i.test(text)) return 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 14 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
