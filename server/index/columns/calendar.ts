/** Days, weeks and months in Asia/Bishkek, as statistics count them. */
const TIME_ZONE = 'Asia/Bishkek';
const DAY_MILLISECONDS = 86_400_000;
const OFFSET_MILLISECONDS = 6 * 3_600_000;
/** UTC+6 without summer time since then; before, the zone's own rules decide. */
const OFFSET_FIXED_SINCE = Date.UTC(2005, 7, 12);

const MONTHS_A_YEAR = 12;
const DAYS_A_WEEK = 7;
/** 1970-01-01 was a Thursday, its week began three days earlier. */
const DAYS_BEFORE_FIRST_THURSDAY = 3;
/** Sixteen bits hold the months of the years 0 to 5460. */
const LAST_MONTH = 0xffff;

const zoned = new Intl.DateTimeFormat('en-u-ca-gregory', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  era: 'short',
});
const monthOfDay = new Map<number, number>();

/** Days from 1970-01-01 to the Bishkek day of an instant in milliseconds. */
export function bishkekDay(instant: number): number {
  if (instant >= OFFSET_FIXED_SINCE) return Math.floor((instant + OFFSET_MILLISECONDS) / DAY_MILLISECONDS);
  const parts = Object.fromEntries(zoned.formatToParts(instant).map(({ type, value }) => [type, value]));
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  return date.getTime() / DAY_MILLISECONDS;
}

/** Month of a day (as bishkekDay counts): year * 12 + month from 0, kept within 16 bits. */
export function monthOf(day: number): number {
  let month = monthOfDay.get(day);
  if (month === undefined) {
    const date = new Date(day * DAY_MILLISECONDS);
    const months = date.getUTCFullYear() * MONTHS_A_YEAR + date.getUTCMonth();
    month = Math.min(Math.max(months, 0), LAST_MONTH);
    monthOfDay.set(day, month);
  }
  return month;
}

/** First day (as bishkekDay counts) of a month. */
export function firstDayOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / MONTHS_A_YEAR), month % MONTHS_A_YEAR, 1);
  return date.getTime() / DAY_MILLISECONDS;
}

/** Weeks from Monday, 1969-12-29, to the week of a day. */
export function weekOf(day: number): number {
  return Math.floor((day + DAYS_BEFORE_FIRST_THURSDAY) / DAYS_A_WEEK);
}

/** `YYYY-MM-DD` of the Monday a week begins with. */
export function weekText(week: number): string {
  const monday = week * DAYS_A_WEEK - DAYS_BEFORE_FIRST_THURSDAY;
  const dayOfMonth = new Date(monday * DAY_MILLISECONDS).getUTCDate();
  return `${monthText(monthOf(monday))}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** `YYYY-MM` of a month. */
export function monthText(month: number): string {
  const year = String(Math.floor(month / MONTHS_A_YEAR)).padStart(4, '0');
  return `${year}-${String((month % MONTHS_A_YEAR) + 1).padStart(2, '0')}`;
}
