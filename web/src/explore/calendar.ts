/** Weeks, months and years as bins of days. Days are YYYY-MM-DD in Asia/Bishkek, or numbers of days since 1970. */
const DAY_MS = 86_400_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4;

/** Sizes of bins, finest first. */
export const UNITS = ['week', 'month', 'year'] as const;
export type Unit = (typeof UNITS)[number];

/** Days since 1970-01-01 of a day. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** The day of a number, rounded down. */
export function dayText(number: number): string {
  return new Date(Math.floor(number) * DAY_MS).toISOString().slice(0, 10);
}

/** First day of the bin that holds a day. */
export function binStart(day: string, unit: Unit): string {
  if (unit === 'week') {
    const number = dayNumber(day);
    return dayText(number - ((((number - FIRST_MONDAY) % 7) + 7) % 7));
  }
  return unit === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

/** First day of the bin that lies so many bins after the one that starts at `start`. */
export function binAfter(start: string, unit: Unit, bins = 1): string {
  if (unit === 'week') return dayText(dayNumber(start) + 7 * bins);
  const [year = 0, month = 1] = start.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(unit === 'month' ? year : year + bins, unit === 'month' ? month - 1 + bins : 0, 1);
  return date.toISOString().slice(0, 10);
}

/** Starts of the bins from the one that holds `first` to the one that holds `last`, none missing. */
export function binStarts(first: string, last: string, unit: Unit): string[] {
  const starts: string[] = [];
  const end = binStart(last, unit);
  for (let start = binStart(first, unit); start <= end; start = binAfter(start, unit)) starts.push(start);
  return starts;
}
