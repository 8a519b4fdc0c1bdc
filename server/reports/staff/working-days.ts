/** Days are texts YYYY-MM-DD of Asia/Bishkek. */
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_OF_EVERY_YEAR = /^\d{2}-\d{2}$/;

/** The setting `holidays`: days (2026-03-20), and days of every year (03-21). Anything else in it counts for nothing. */
export function holidaysOf(setting: unknown): ReadonlySet<string> {
  const days = Array.isArray(setting) ? setting : [];
  return new Set(days.filter((day): day is string => DAY.test(String(day)) || DAY_OF_EVERY_YEAR.test(String(day))));
}

/**
 * The day that is `days` working days after `from`: the first one counted is the next working day. Saturdays, Sundays and
 * holidays are none. A term of 0 ends on the day itself.
 */
export function addWorkingDays(from: string, days: number, holidays: ReadonlySet<string>): string {
  let at = Date.parse(`${from}T00:00:00Z`);
  // A calendar without any working day would never end.
  const last = at + (days * 10 + 366) * DAY_MILLISECONDS;
  for (let left = days; left > 0 && at < last;) {
    at += DAY_MILLISECONDS;
    if (isWorkingDay(at, holidays)) left -= 1;
  }
  return dayOf(at);
}

function isWorkingDay(at: number, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(at).getUTCDay();
  const day = dayOf(at);
  return weekday !== 0 && weekday !== 6 && !holidays.has(day) && !holidays.has(day.slice(5));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
